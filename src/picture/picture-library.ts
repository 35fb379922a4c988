import sharp from 'sharp'

// Uploads are opened only by these loaders; the buffer loaders also read what the service itself created.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    ...['Jpeg', 'Uhdr', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}File`),
    ...['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Svg'].map((name) => `VipsForeignLoad${name}Buffer`),
  ],
})
// Every upload is a new file, so a cache would waste memory and file handles.
sharp.cache(false)

/** The picture library, restricted to what pictures need. Import it from here only. */
export { sharp }
