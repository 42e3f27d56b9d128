import {useQueries, useQuery} from '@tanstack/react-query'
import {useEffect, useState} from 'react'
import {useLocation, useNavigate} from 'react-router'
import plane from '../../examples/catalog/photos/airplane-blue-sky.jpg?url'
import bag from '../../examples/catalog/photos/bag-duffel.jpg?url'
import bulb from '../../examples/catalog/photos/bulb-white-on-white.jpg?url'
import camera from '../../examples/catalog/photos/camera-folding.jpg?url'
import lens from '../../examples/catalog/photos/camera-twin-lens.jpg?url'
import car from '../../examples/catalog/photos/car-sports.jpg?url'
import seeds from '../../examples/catalog/photos/dandelion-seedhead.jpg?url'
import dog from '../../examples/catalog/photos/dog-beagle.jpg?url'
import folded from '../../examples/catalog/photos/handheld-console-translucent.jpg?url'
import catalog from '../../examples/catalog/workflow.yaml?raw'
import {client, good, once, upload} from './api'
import {offered} from './batch/standing'
import {Refused} from './parts'
import {home as say} from './words/home'

const photo = (url: string, name: string) => ({name: `${name}.jpg`, url})
const SOCIAL = `name: sample-social
description: One photo in the sizes of ten channels, cut where the eye goes.
inputs:
  photo: image
steps:
  channels:
    for-each:
      - {name: instagram-post, width: 1080, height: 1350}
      - {name: instagram-square, width: 1080, height: 1080}
      - {name: instagram-story, width: 1080, height: 1920}
      - {name: facebook-post, width: 1200, height: 630}
      - {name: linkedin-post, width: 1200, height: 627}
      - {name: x-post, width: 1600, height: 900}
      - {name: pinterest-pin, width: 1000, height: 1500}
      - {name: tiktok-cover, width: 1080, height: 1920}
      - {name: youtube-thumbnail, width: 1280, height: 720}
      - {name: newsletter, width: 600, height: 400}
    concurrency: 3
    steps:
      cut:
        uses: image.resize
        with:
          image: \${{ inputs.photo }}
          width: \${{ each.channels.item.width }}
          height: \${{ each.channels.item.height }}
          fit: smart
          enlarge: true
          format: jpeg
    outputs:
      image: \${{ steps.cut.image }}
      name: \${{ each.channels.item.name }}
outputs:
  images: \${{ steps.channels.image }}
  channels: \${{ steps.channels.name }}
`
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
      on-reject: fail
  publish:
    needs: review
    uses: publish.folder
    with: {files: ["\${{ steps.shop.image }}"]}
outputs:
  image: \${{ steps.shop.image }}
`
const GIVEN = [
  {
    id: 'catalog',
    ...say.catalog,
    source: catalog,
    photos: [photo(bag, 'bag-duffel'), photo(bulb, 'bulb-white-on-white'), photo(lens, 'camera-twin-lens')]
  },
  {
    id: 'social',
    ...say.social,
    source: SOCIAL,
    photos: [photo(car, 'car-sports'), photo(dog, 'dog-beagle'), photo(plane, 'airplane-blue-sky')]
  },
  {
    id: 'review',
    ...say.approval,
    source: REVIEW,
    photos: [photo(camera, 'camera-folding'), photo(folded, 'handheld-console-translucent'), photo(seeds, 'dandelion-seedhead')]
  }
]

const nameOf = (source: string) => /^name: *([\w-]+)/m.exec(source)?.[1] ?? ''
const SAMPLES = GIVEN.map(sample => ({...sample, name: nameOf(sample.source)}))
type Sample = (typeof SAMPLES)[number]

/** What a sample is called to people, while its workflow is as it came. */
export const titleOf = (name: string, source: string | undefined) => SAMPLES.find(one => one.name === name && one.source === source)?.title

const workflows = () => good(client.GET('/v1/workflows', {params: {query: {limit: 500}}}))
const workflow = (name: string) => good(client.GET('/v1/workflows/{name}', {params: {path: {name}}}))

/** The sample's workflow, published: the one that is there if it is as it came, else a new version. */
async function published({name, source}: Sample): Promise<{name: string; version: number}> {
  if ((await workflows()).items.some(one => one.name === name)) {
    const known = await workflow(name)
    if (known.status === 'published' && known.source === source) return known
  }
  const saved = await good(client.POST('/v1/workflows', {body: {source}, params: once()}))
  const path = {name: saved.name, version: saved.version}
  await good(client.POST('/v1/workflows/{name}/versions/{version}/publish', {params: {path}}))
  return path
}

/** Real workflows with real photos: what one click does is what anybody would do by hand. */
async function start(sample: Sample): Promise<string> {
  const {name, version} = await published(sample)
  const items = []
  for (const photo of sample.photos) {
    const asset = await upload(await (await fetch(photo.url)).blob(), photo.name)
    items.push({name: photo.name.replace(/\.\w+$/, ''), inputs: {photo: asset.asset}})
  }
  const batch = await good(client.POST('/v1/batches', {body: {workflow: name, version, name: sample.title, items}, params: once()}))
  return batch.id
}

const started = async (sample: Sample) => `/console/batches/${await start(sample)}`

/** Where photos are chosen for a sample; its workflow is there then, whether it has run before or not. */
async function withOwn(sample: Sample): Promise<string> {
  const {name, version} = await published(sample)
  return `/console/workflows/${name}/run?version=${version}`
}

/** The samples below all workflows, while they are as they came. */
export function SamplesLeft() {
  const list = useQuery({queryKey: ['workflows'], queryFn: workflows})
  const there = SAMPLES.filter(sample => list.data?.items.some(one => one.name === sample.name))
  const known = useQueries({queries: there.map(({name}) => ({queryKey: ['workflow', name], queryFn: () => workflow(name)}))})
  const isMeant = useLocation().hash === '#samples' && !!list.data
  // a link from elsewhere leads here, below all workflows
  useEffect(() => {
    if (isMeant) document.getElementById('samples')?.scrollIntoView()
  }, [isMeant])
  const left = offered(SAMPLES, new Map(there.map((sample, at) => [sample.name, known[at]?.data?.source])))
  if (!list.data || left.length === 0) return null
  return (
    <section aria-labelledby="samples" className="apart">
      <h2 id="samples">{say.samples}</h2>
      <Samples of={left} />
    </section>
  )
}

/** Why this server cannot run a sample, as it is set up; nothing where it can. */
function useLacks(of: Sample[]): (string | undefined)[] {
  const checked = useQueries({
    queries: of.map(({name, source}) => ({
      queryKey: ['validate', name, source],
      queryFn: () => good(client.POST('/v1/workflows/validate', {body: {source}})),
      staleTime: Infinity
    }))
  })
  return checked.map(one => one.data?.problems[0]?.message)
}

export function Samples({of = SAMPLES}: {of?: Sample[]}) {
  const go = useNavigate()
  const lacks = useLacks(of)
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<unknown>()
  async function lead(sample: Sample, to: (sample: Sample) => Promise<string>) {
    setBusy(sample.id)
    setError(undefined)
    try {
      await go(await to(sample))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(undefined)
    }
  }
  return (
    <>
      <div className="samples">
        {of.map((sample, at) => (
          <article className="card" key={sample.id}>
            <div className={`strip ${sample.id}`} aria-hidden="true">
              {sample.photos.map(photo => (
                <img key={photo.name} src={photo.url} alt="" loading="lazy" />
              ))}
            </div>
            <h3>{sample.title}</h3>
            <p>{sample.says}</p>
            {lacks[at] && <p className="small mistake">{say.cannotRunHere(lacks[at])}</p>}
            <div className="buttons">
              <button className="main" disabled={busy !== undefined || !!lacks[at]} onClick={() => void lead(sample, started)}>
                {busy === sample.id ? say.starting : say.runItOnPhotos(sample.photos.length)}
              </button>
              <button disabled={busy !== undefined || !!lacks[at]} onClick={() => void lead(sample, withOwn)} aria-label={say.ownPhotosFor(sample.title)}>
                {say.ownPhotos}
              </button>
            </div>
          </article>
        ))}
      </div>
      <Refused error={error} />
    </>
  )
}
