// Every page works without this file; what is here only saves clicks. All words come from the page (data- attributes).
import "./styles/desk.scss";
import { askBeforeSubmit } from "./confirm";
import { copyLinks } from "./copy";
import { submitFiltersOnChange } from "./filters";
import { guardUnsavedForms } from "./guard";
import { closeMenus } from "./menus";
import { showPresentPage, toggleNavigation } from "./navigation";
import { narrowChoices } from "./picks";
import { showNewest } from "./scroll";
import { openAndCloseTrees } from "./tree";

document.documentElement.classList.add("js");

askBeforeSubmit();
copyLinks();
submitFiltersOnChange();
guardUnsavedForms();
closeMenus();
toggleNavigation();
showPresentPage();
openAndCloseTrees();
narrowChoices();
showNewest();
