import { expect, test } from 'vitest'
import { readMigration } from '../../../../src/plan/scope/migrations/framework.ts'
import { judged } from '../../../../src/plan/scope/migrations/judge.ts'

const read = (path: string, text: string) => {
  const found = readMigration(path, text)
  return (
    found && [
      found.framework,
      ...found.steps.map(step => judged(step, { tables: new Set(), columns: new Set() }).what),
    ]
  )
}

const rows: [name: string, path: string, text: string, steps: string[]][] = [
  [
    'Flyway',
    'src/main/resources/db/migration/V2__users.sql',
    'ALTER TABLE users ADD COLUMN age int;',
    ['Flyway', 'add column users.age'],
  ],
  [
    'golang-migrate',
    'migrations/000002_x.up.sql',
    'ALTER TABLE a DROP COLUMN b;',
    ['golang-migrate or sqlx', 'drop column a.b'],
  ],
  [
    'dbmate: the way back is not read',
    'db/migrations/1_x.sql',
    '-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;',
    ['dbmate', 'create table a'],
  ],
  [
    'goose',
    'migrations/1_x.sql',
    '-- +goose Up\n-- +goose StatementBegin\nCREATE TABLE a (id int);\n-- +goose StatementEnd\n-- +goose Down\nDROP TABLE a;',
    ['goose', 'create table a'],
  ],
  [
    'Prisma',
    'prisma/migrations/20_x/migration.sql',
    '-- AlterTable\nALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL;',
    ['Prisma', 'add column User.a not null without a default'],
  ],
  [
    'Drizzle',
    'drizzle/0001_x.sql',
    'ALTER TABLE "a" ADD COLUMN "b" text;--> statement-breakpoint\nDROP TABLE "c";',
    ['Drizzle', 'add column a.b', 'drop table c'],
  ],
  [
    'Supabase',
    'supabase/migrations/2026_x.sql',
    'create policy "p" on todos for select using (true);',
    ['Supabase', 'create policy p'],
  ],
  [
    'Liquibase SQL',
    'db/changelog/1.sql',
    '--liquibase formatted sql\n--changeset ada:1\nDROP TABLE a;\n--rollback CREATE TABLE a;',
    ['Liquibase', 'drop table a'],
  ],
  [
    'Liquibase XML',
    'db/changelog/1.xml',
    '<databaseChangeLog><changeSet id="1"><addColumn tableName="a"><column name="b" type="int"><constraints nullable="false"/></column></addColumn><rollback><dropTable tableName="zz"/></rollback><dropIndex tableName="a" indexName="i"/></changeSet></databaseChangeLog>',
    ['Liquibase', 'add column a.b not null without a default', 'drop index i on a'],
  ],
  [
    'Liquibase YAML',
    'db/changelog/1.yaml',
    'databaseChangeLog:\n- changeSet:\n    id: 1\n    changes:\n    - renameColumn:\n        tableName: a\n        oldColumnName: b\n        newColumnName: c\n    - addColumn:\n        tableName: a\n        columns:\n        - column: {name: d, type: int}\n',
    ['Liquibase', 'rename column a.b', 'add column a.d'],
  ],
  [
    'Rails',
    'db/migrate/20260101_x.rb',
    'class X < ActiveRecord::Migration[7.1]\n  disable_ddl_transaction!\n  def change\n    create_table :orders do |t|\n      t.string :name, null: false\n      t.timestamps\n    end\n    add_column :users, :age, :integer, null: false\n    add_reference :users, :team, foreign_key: true,\n      null: true\n    add_index :users, :age, algorithm: :concurrently\n    remove_column :users, :old\n    change_table :users do |t|\n      t.rename :a, :b\n    end\n    execute <<~SQL\n      UPDATE users SET age = 1\n    SQL\n    User.find_each { |u| u.touch }\n  end\nend\n',
    [
      'Rails',
      'create table orders',
      'add column users.age not null without a default',
      'add column users.team_id',
      'add foreign key constraint on users',
      'create index on users concurrently',
      'drop column users.old',
      'rename column users.a',
      'update users',
      'User.find_each { |u| u.touch }',
    ],
  ],
  [
    'Rails: down is not read',
    'db/migrate/20260102_x.rb',
    'class X < ActiveRecord::Migration[7.1]\n  def up\n    add_column :a, :b, :string\n  end\n\n  def down\n    drop_table :a\n  end\nend\n',
    ['Rails', 'add column a.b'],
  ],
  [
    'Django: a default does not stay in the database',
    'app/migrations/0002_x.py',
    "from django.db import migrations, models\nclass Migration(migrations.Migration):\n    operations = [\n        migrations.AddField(model_name='book', name='note', field=models.TextField(default='')),\n        migrations.AddField('book', 'n', models.IntegerField(null=True)),\n        migrations.RemoveField(model_name='book', name='old'),\n        migrations.RunPython(fill, migrations.RunPython.noop),\n        migrations.AlterModelOptions(name='book', options={}),\n        custom.DoIt('x'),\n    ]\n",
    [
      'Django',
      'add column book.note not null without a default',
      'add column book.n',
      'drop column book.old',
      'Python code: fill',
      'operation DoIt',
    ],
  ],
  [
    'Django: a squashed one runs nowhere twice',
    'app/migrations/0001_squashed.py',
    "class Migration(migrations.Migration):\n    replaces = [('a', '0001')]\n    operations = [migrations.DeleteModel('X')]\n",
    ['Django'],
  ],
  [
    'Django: only the state',
    'app/migrations/0003_x.py',
    "class Migration(migrations.Migration):\n    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name='Gone')], database_operations=[])]\n",
    ['Django'],
  ],
  [
    'Alembic',
    'alembic/versions/ab.py',
    "from alembic import op\nimport sqlalchemy as sa\n\ndef upgrade():\n    op.add_column('a', sa.Column('b', sa.String(5), nullable=False, server_default='x'))\n    op.alter_column('a', 'c', type_=sa.Integer(), nullable=False)\n    with op.batch_alter_table('t') as batch_op:\n        batch_op.drop_column('d')\n    op.execute(\"DELETE FROM a\")\n\ndef downgrade():\n    op.drop_table('zz')\n",
    [
      'Alembic',
      'add column a.b not null with a default',
      'change type of a.c to Integer',
      'set not null on a.c',
      'drop column t.d',
      'delete a',
    ],
  ],
  [
    'Laravel',
    'database/migrations/2026_x.php',
    "<?php\nuse Illuminate\\Support\\Facades\\Schema;\nreturn new class extends Migration {\n public function up(): void {\n  Schema::create('orders', function (Blueprint $table) { $table->id(); $table->string('x'); });\n  Schema::table('users', function (Blueprint $table) {\n   $table->string('a')->nullable();\n   $table->integer('b');\n   $table->string('c', 50)->change();\n   $table->dropColumn(['d', 'e']);\n   $table->index('a');\n  });\n  DB::table('users')->where('a', 1)->update(['b' => 2]);\n }\n public function down(): void { Schema::dropIfExists('orders'); }\n};",
    [
      'Laravel',
      'create table orders',
      'add column users.a',
      'add column users.b not null without a default',
      'change column users.c',
      'drop column users.d',
      'drop column users.e',
      'create index on users',
      'update users',
    ],
  ],
  [
    'Doctrine',
    'migrations/Version1.php',
    "<?php\nuse Doctrine\\Migrations\\AbstractMigration;\nfinal class V extends AbstractMigration {\n public function up(Schema $schema): void {\n  $this->addSql('ALTER TABLE users DROP theme');\n  $table = $schema->getTable('users');\n  $table->addColumn('n', 'integer', ['notnull' => false]);\n }\n public function down(Schema $schema): void { $this->addSql('DROP TABLE users'); }\n}",
    ['Doctrine', 'drop column users.theme', 'add column users.n'],
  ],
  [
    'Knex',
    'migrations/1_x.js',
    "exports.up = async function (knex) {\n  await knex.schema.alterTable('users', t => {\n    t.string('a').notNullable();\n    t.string('b');\n    t.dropColumn('c');\n    t.string('d').alter();\n  });\n  await knex('users').where({ a: 1 }).del();\n  await knex.schema.raw('DROP VIEW v');\n};\nexports.down = knex => knex.schema.dropTable('users');\n",
    [
      'Knex',
      'add column users.a not null without a default',
      'add column users.b',
      'drop column users.c',
      'change column users.d',
      'delete users',
      'drop view v',
    ],
  ],
  [
    'Sequelize',
    'migrations/2026-x.js',
    "module.exports = {\n  async up(queryInterface, Sequelize) {\n    await queryInterface.addColumn('users', 'a', { type: Sequelize.STRING, allowNull: false });\n    await queryInterface.addIndex('users', ['a'], { concurrently: true });\n    await queryInterface.sequelize.query('DROP TABLE x');\n  },\n  async down(queryInterface) { await queryInterface.dropTable('users'); }\n}",
    [
      'Sequelize',
      'add column users.a not null without a default',
      'create index on users concurrently',
      'drop table x',
    ],
  ],
  [
    'TypeORM',
    'src/migrations/1-X.ts',
    'export class X1 implements MigrationInterface {\n  public async up(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query(`ALTER TABLE "users" ADD "a" text NOT NULL`);\n    await queryRunner.addColumn("users", new TableColumn({ name: "b", type: "int", isNullable: true }));\n  }\n  public async down(queryRunner: QueryRunner): Promise<void> { await queryRunner.dropTable("users"); }\n}',
    ['TypeORM', 'add column users.a not null without a default', 'add column users.b'],
  ],
  [
    'Ecto',
    'priv/repo/migrations/1_x.exs',
    'defmodule X do\n  use Ecto.Migration\n  def change do\n    create table(:orders) do\n      add :x, :string\n    end\n    alter table(:users) do\n      add :a, :string, null: false\n      remove :b\n      modify :c, :text\n    end\n    create unique_index(:users, [:a], concurrently: true)\n    rename table(:users), :x, to: :y\n    execute "DROP VIEW v"\n  end\nend\n',
    [
      'Ecto',
      'create table orders',
      'add column users.a not null without a default',
      'drop column users.b',
      'change column users.c',
      'create unique index on users concurrently',
      'rename column users.x',
      'drop view v',
    ],
  ],
  [
    'EF Core',
    'Migrations/2026_X.cs',
    'public partial class X : Migration {\n protected override void Up(MigrationBuilder migrationBuilder) {\n  migrationBuilder.AddColumn<string>(name: "A", table: "Users", type: "text", nullable: false, defaultValue: "");\n  migrationBuilder.AlterColumn<int>(name: "B", table: "Users", type: "integer", nullable: false, oldClrType: typeof(int), oldType: "integer", oldNullable: true);\n  migrationBuilder.Sql("UPDATE \\"Users\\" SET \\"A\\" = 1");\n }\n protected override void Down(MigrationBuilder migrationBuilder) { migrationBuilder.DropTable(name: "Users"); }\n}',
    ['EF Core', 'add column Users.A not null with a default', 'set not null on Users.B', 'update Users'],
  ],
]

test.each(rows)('%s', (_, path, text, steps) => {
  expect(read(path, text)).toEqual(steps)
})

test('what is not understood is said, what is no migration is left out', () => {
  expect(
    read('migrations/1_x.js', 'const helpers = require("x"); module.exports = helpers.addColumn("a")'),
  ).toEqual(['program code', 'program code'])
  expect(read('models/migrations/v1.go', 'package migrations')).toEqual(['Go code', 'program code'])
  expect(read('src/PlanMigration/Service.cs', 'class Service {}')).toBeUndefined()
  expect(read('queries/users.sql', '-- name: GetUser :one\nSELECT 1;')).toBeUndefined()
  expect(read('migrations/1.sql', `INSERT INTO a VALUES (1);${' '.repeat(1_100_000)}`)).toEqual([
    'SQL',
    '1100 kB of text',
  ])
})

test('hostile program text ends in time', () => {
  const start = performance.now()
  for (const text of [
    'knex.schema('.repeat(2_000),
    `use Ecto.Migration\n${'('.repeat(20_000)}`,
    `'''${'"""'.repeat(20_000)}`,
  ])
    for (const path of ['migrations/1.js', 'migrations/1.exs', 'migrations/1.py'])
      readMigration(path, `${text} knex def upgrade(): op.x()`)
  expect(performance.now() - start).toBeLessThan(5_000)
})
