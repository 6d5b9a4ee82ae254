import { mount } from "../mount";
import { createFakeApp } from "./fake";

void mount(createFakeApp());
