import { app } from "./core/app";
import { mount } from "./mount";

void mount(app);
