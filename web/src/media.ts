export type Media = {asset: string; type?: string; name?: string; width?: number; height?: number; bytes?: number}

/** Every asset within a value, in order. */
export function media(value: unknown): Media[] {
  if (Array.isArray(value)) return value.flatMap(media)
  if (value && typeof value === 'object') {
    const found = value as Partial<Media>
    return typeof found.asset === 'string' && found.asset.startsWith('sha256:') ? [found as Media] : Object.values(value).flatMap(media)
  }
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value) ? [{asset: value}] : []
}

export const isPicture = (one: Media) => !one.type || one.type.startsWith('image/')
export const pictures = (value: unknown) => media(value).filter(isPicture)
