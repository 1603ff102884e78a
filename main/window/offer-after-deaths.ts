import { app, type BrowserWindow, dialog } from "electron";

const texts = {
  en: {
    message: "The window ended several times within a minute.",
    detail: "What you typed is kept. Load the window again, or quit and start Asof again to get it back.",
    buttons: ["Load again", "Quit"],
  },
  ko: {
    message: "창이 1분 안에 여러 번 끝났습니다.",
    detail: "입력한 내용은 보관되어 있습니다. 창을 다시 불러오거나, 끝낸 뒤 Asof를 다시 시작하면 돌아옵니다.",
    buttons: ["다시 불러오기", "끝내기"],
  },
};

/** A page that would only die again is not loaded without a word: what happened is said, and the user chooses. */
export const offerAfterDeaths = async (window: BrowserWindow, language: "en" | "ko"): Promise<void> => {
  const { message, detail, buttons } = texts[language];
  const { response } = await dialog.showMessageBox(window, {
    type: "error",
    title: "Asof",
    message,
    detail,
    buttons,
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) app.quit();
  else if (!window.isDestroyed()) window.reload();
};
