/**
 * Address of a picture on the host of the API.
 * @param size side in pixels out of 32, 64, 128, 256, 512 and 1024, or `original`: uncropped
 */
export function pictureAddress(
  { ProfileImage: path }: { ProfileImage: string },
  size: number | 'original',
  apiBase: string,
): string {
  return new URL(path.replace(/\/\d+$/, `/${size}`), new URL(apiBase, location.href)).href
}
