/**
 * Currencies by their minor units: how many decimal places an amount has where it is accounted for (ISO 4217:2015, List
 * One, published by SIX at https://www.six-group.com/en/products-services/financial-information/market-reference-data/data-standards.html,
 * as of amendment 176, 2024). All others in that list that are legal tender have two. Card networks and banks go by
 * these; CLDR tells what people write, which is less where inflation has left no use for the smaller coins.
 */
const units: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
}

const DEFAULT = 2

const byCode: ReadonlyMap<string, number> = new Map(
  Object.entries(units).flatMap(([digits, codes]) =>
    codes.split(' ').map((code) => [code, Number(digits)] as const),
  ),
)

/** The minor units of a currency that is legal tender. */
export function minorUnits(code: string): number {
  return byCode.get(code) ?? DEFAULT
}
