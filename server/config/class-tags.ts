/** A tag of the engine, and the class of policies that it puts a VM into. */
export type ClassTag = Readonly<{ slaClass: string; tag: string }>

/** Entries as CLASS=TAG, in order: of several tags of a VM, the first counts. All problems at once. */
export function classTagsOf(
  setting: string,
  entries: readonly string[],
): Readonly<{ classTags: readonly ClassTag[]; problems: readonly string[] }> {
  const classTags: ClassTag[] = []
  const problems: string[] = []
  for (const entry of entries) {
    // The engine answers a search that it cannot read with an empty list: no VM would be of the class.
    const [, slaClass, tag] = /^([A-Za-z0-9_-]+)\s*=\s*([A-Za-z0-9_.-]+)$/.exec(entry) ?? []
    if (slaClass === undefined || tag === undefined) {
      problems.push(`${setting}: "${entry}" must be CLASS=TAG, both of letters, digits, "_" and "-", a tag also of "."`)
    } else if (classTags.some(known => known.tag === tag)) {
      problems.push(`${setting}: the tag ${tag} is named twice`)
    } else classTags.push({ slaClass, tag })
  }
  return { classTags, problems }
}
