import {useState} from 'react'
import {useNavigate} from 'react-router'
import bag from '../../examples/catalog/photos/bag-duffel.jpg?url'
import bulb from '../../examples/catalog/photos/bulb-white-on-white.jpg?url'
import camera from '../../examples/catalog/photos/camera-folding.jpg?url'
import catalog from '../../examples/catalog/workflow.yaml?raw'
import {client, good, once, upload} from './api'
import {Refused} from './parts'

const PHOTOS = [
  {name: 'camera-folding.jpg', url: camera},
  {name: 'bag-duffel.jpg', url: bag},
  {name: 'bulb-white-on-white.jpg', url: bulb}
]
const REVIEW = `name: sample-review
description: A shop picture of each photo, which a person approves before it is published.
inputs:
  photo: image
steps:
  shop:
    uses: image.resize
    with: {image: "\${{ inputs.photo }}", width: 900}
  review:
    gate:
      title: Good enough for the shop?
      show: \${{ steps.shop.image }}
      before: \${{ inputs.photo }}
  publish:
    needs: review
    uses: publish.folder
    with: {files: ["\${{ steps.shop.image }}"]}
outputs:
  image: \${{ steps.shop.image }}
`
const SAMPLES = [
  {
    id: 'catalog',
    title: 'Product photos for the shop',
    says: 'Cuts out the product with a model on this machine and composes three pictures on a brand background.',
    source: catalog
  },
  {id: 'review', title: 'Pictures that a person approves', says: 'Scales each photo and waits for your yes before it is published.', source: REVIEW}
]

/** Real workflows with real photos: what one click does is what anybody would do by hand. */
async function start(source: string, name: string): Promise<string> {
  const saved = await good(client.POST('/v1/workflows', {body: {source}, params: once()}))
  const path = {name: saved.name, version: saved.version}
  await good(client.POST('/v1/workflows/{name}/versions/{version}/publish', {params: {path}}))
  const items = []
  for (const photo of PHOTOS) {
    const asset = await upload(await (await fetch(photo.url)).blob(), photo.name)
    items.push({name: photo.name.replace(/\.\w+$/, ''), inputs: {photo: asset.asset}})
  }
  const batch = await good(client.POST('/v1/batches', {body: {workflow: saved.name, version: saved.version, name, items}, params: once()}))
  return batch.id
}

export function Samples() {
  const go = useNavigate()
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<unknown>()
  async function run(sample: (typeof SAMPLES)[number]) {
    setBusy(sample.id)
    setError(undefined)
    try {
      await go(`/console/batches/${await start(sample.source, sample.title)}`)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(undefined)
    }
  }
  return (
    <>
      <div className="samples">
        {SAMPLES.map(sample => (
          <article className="card" key={sample.id}>
            <div className="strip" aria-hidden="true">
              {PHOTOS.map(photo => (
                <img key={photo.name} src={photo.url} alt="" loading="lazy" />
              ))}
            </div>
            <h3>{sample.title}</h3>
            <p>{sample.says}</p>
            <button className="main" disabled={busy !== undefined} onClick={() => void run(sample)}>
              {busy === sample.id ? 'Starting…' : `Run it on ${PHOTOS.length} photos`}
            </button>
          </article>
        ))}
      </div>
      <Refused error={error} />
    </>
  )
}
