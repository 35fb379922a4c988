import type { PictureSize } from '../../common/picture.ts'

/** Returns the address of a picture on the host of the API. */
export function pictureAddress(
  { ProfileImage: path }: { ProfileImage: string },
  size: PictureSize,
  apiBase: string,
): string {
  return new URL(path.replace(/\/\d+$/, `/${size}`), new URL(apiBase, location.href)).href
}
