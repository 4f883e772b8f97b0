// An image of Python's memory as it stands after its start, kept in the reader's browser for the next visit.
//
// It only saves time. It is bound to one runtime, one edition and one browser; it is used if its hash is the one it was
// kept under and if Python, restored, answers a known request as it must (calc-worker.js). At any doubt it is thrown away
// and Python starts as always. It is made in a worker of its own that is never asked anything: no patient is in it.

/** @typedef {{runtime: string, editionSha256: string}} Of what the image is of */

const HASH = "X-Image-SHA-256";

/** One image a site, the latest. @param {Of} of */
const cacheName = ({ runtime }) => `python-image ${new URL("../../", runtime).href}`;

/** @param {Of} of */
const key = ({ runtime, editionSha256 }) =>
  `${runtime}image?edition=${editionSha256}&browser=${encodeURIComponent(navigator.userAgent)}`;

/** @param {BufferSource} bytes */
async function sha256(bytes) {
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Of} of @returns {Promise<Response | null>} the image, if there is one; never a failure */
export async function findImage(of) {
  try {
    return (await caches.match(key(of), { cacheName: cacheName(of) })) ?? null;
  } catch {
    return null; // no caches in this browser, or none in private browsing
  }
}

/** @param {Response} image @returns {Promise<Uint8Array>} its bytes, if they are those that were kept */
export async function bytesOf(image) {
  const bytes = await image.arrayBuffer();
  if ((await sha256(bytes)) !== image.headers.get(HASH)) throw new Error("the image is not what was kept");
  return new Uint8Array(bytes);
}

/** @param {Of} of @param {Uint8Array<ArrayBuffer>} bytes */
export async function keepImage(of, bytes) {
  await dropImage(of);
  const cache = await caches.open(cacheName(of));
  await cache.put(key(of), new Response(bytes, { headers: { [HASH]: await sha256(bytes) } }));
}

/** @param {Of} of */
export async function dropImage(of) {
  await caches.delete(cacheName(of));
}
