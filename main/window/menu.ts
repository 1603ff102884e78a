import { Menu } from "electron";

/**
 * Commands live in the window's own table and palette. Only macOS needs a menu bar, for the roles that its
 * users' hands and its text fields rely on.
 */
export const setMenu = (): void => {
  Menu.setApplicationMenu(
    process.platform === "darwin"
      ? Menu.buildFromTemplate([{ role: "appMenu" }, { role: "editMenu" }, { role: "windowMenu" }])
      : null,
  );
};
