import { showImagePreview } from "vant/es/image-preview";
import "vant/es/style/base.css";
import "vant/es/overlay/index.css";
import "vant/es/popup/index.css";
import "vant/es/image/index.css";
import "vant/es/swipe/index.css";
import "vant/es/swipe-item/index.css";
import "vant/es/image-preview/index.css";

/** The whole picture, to look at and to enlarge with two fingers; a tap closes it. */
export function showPhoto(url: string): void {
  showImagePreview({
    images: [url],
    showIndex: false,
    closeOnPopstate: true,
    onClose: () => {
      if (url.startsWith("blob:")) URL.revokeObjectURL(url);
    },
  });
}
