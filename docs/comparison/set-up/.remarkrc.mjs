import remarkFrontmatter from 'remark-frontmatter'
import frontmatterSchema from 'remark-lint-frontmatter-schema'
import validateLinks from 'remark-validate-links'

export default {
  plugins: [remarkFrontmatter, [frontmatterSchema, { schemas: { './note.schema.json': ['**/*.md'] } }], [validateLinks, { repository: false }]]
}
