import ts from 'typescript'
import {expect, it} from 'vitest'

const PARTS = import.meta.glob<string>('../**/*.tsx', {query: '?raw', import: 'default', eager: true})
/** Attributes that people see or hear. */
const VISIBLE = new Set(['label', 'title', 'placeholder', 'aria-label', 'alt', 'aria-valuetext', 'what', 'note', 'none', 'away', 'broken', 'empty', 'head', 'last', 'columns'])
/** Names of keys and commands are the same in every language. */
const SAME_EVERYWHERE = new Set(['kbd', 'code'])

/** A compiler reads every part, which may take its time on a machine that has other work. */
const PATIENCE_MS = 60_000

const isWord = (text: string) => /\p{L}/u.test(text)

/** Where a part of a page says something in words of its own, with its line. */
function wordsIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const tell = (node: ts.Node, words: string) => found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${words.trim()}`)
  function visit(node: ts.Node) {
    if (ts.isJsxElement(node) && SAME_EVERYWHERE.has(node.openingElement.tagName.getText())) return
    if (ts.isJsxText(node) && isWord(node.text)) tell(node, node.text)
    if (ts.isJsxAttribute(node) && VISIBLE.has(node.name.getText()) && node.initializer) said(node.initializer)
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent) && node.expression) said(node.expression)
    ts.forEachChild(node, visit)
  }
  /** What an expression may come to: its own words, not those it compares with or hands on. */
  function said(node: ts.Node) {
    if (ts.isStringLiteralLike(node) && isWord(node.text)) tell(node, node.text)
    else if (ts.isTemplateExpression(node) && [node.head, ...node.templateSpans.map(span => span.literal)].some(part => isWord(part.text))) tell(node, node.getText())
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(said)
    else if (ts.isBinaryExpression(node) && /^(&&|\|\||\?\?|\+)$/.test(node.operatorToken.getText())) [node.left, node.right].forEach(said)
    else if (ts.isArrayLiteralExpression(node)) node.elements.forEach(said)
    else if (ts.isParenthesizedExpression(node) || ts.isJsxExpression(node)) node.expression && said(node.expression)
  }
  visit(source)
  return found
}

it('finds words of its own in text, in attributes and in what is chosen between', {timeout: PATIENCE_MS}, () => {
  const page = `const Page = () => <p title="Hours" className="plain">Open {isOpen ? 'now' : \`at \${hour}\`} {words.closed} {count === 'none' && <kbd>S</kbd>} · 7</p>`
  expect(wordsIn('page.tsx', page)).toEqual(['page.tsx:1 Hours', 'page.tsx:1 Open', 'page.tsx:1 now', 'page.tsx:1 `at ${hour}`'])
})

it('no part of the console has words of its own: they all stand in this folder', {timeout: PATIENCE_MS}, () => {
  const parts = Object.entries(PARTS)
  expect(parts.length).toBeGreaterThan(40)
  expect(parts.flatMap(([file, text]) => wordsIn(file, text))).toEqual([])
})
