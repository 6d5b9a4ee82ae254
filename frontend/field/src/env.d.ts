declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent;
  export default component;
}

/** The version in package.json. */
declare const __APP_VERSION__: string | undefined;
