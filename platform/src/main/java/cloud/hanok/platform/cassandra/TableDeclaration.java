package cloud.hanok.platform.cassandra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table as the schema files declare it, options aside.
 *
 * @param name of the table
 * @param columns type by name, types in lower case without blanks
 * @param partitionKey its columns in order
 * @param clusteringKey its columns in order
 */
record TableDeclaration(
        String name, SequencedMap<String, String> columns, List<String> partitionKey, List<String> clusteringKey) {
    private static final String NAME = "([a-z][a-z0-9_]*)";
    private static final Pattern CREATE =
            Pattern.compile("CREATE\\s+TABLE\\s+IF\\s+NOT\\s+EXISTS\\s+" + NAME + "\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern ADD = Pattern.compile(
            "ALTER\\s+TABLE\\s+" + NAME + "\\s+ADD\\s+IF\\s+NOT\\s+EXISTS\\s+" + NAME + "\\s+(.+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern PRIMARY_KEY =
            Pattern.compile("PRIMARY\\s+KEY\\s*\\((.*)\\)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile(NAME + "\\s+(.+)", Pattern.DOTALL);
    private static final Pattern COLUMN_SUFFIX =
            Pattern.compile("\\s+(STATIC|PRIMARY\\s+KEY)$", Pattern.CASE_INSENSITIVE);

    /**
     * What the files declare together.
     *
     * @throws IllegalArgumentException naming the file, when a statement is neither {@code CREATE TABLE IF NOT EXISTS}
     *     nor {@code ALTER TABLE ... ADD IF NOT EXISTS}: only these may be repeated after a crash and be verified
     */
    static Map<String, TableDeclaration> of(List<SchemaFile> files) {
        Map<String, TableDeclaration> tables = new LinkedHashMap<>();
        for (SchemaFile file : files) {
            for (String statement : file.statements()) {
                Matcher create = CREATE.matcher(statement);
                Matcher add = ADD.matcher(statement);
                if (create.lookingAt()) {
                    TableDeclaration table = table(file, create.group(1), statement, create.end() - 1);
                    if (tables.putIfAbsent(table.name, table) != null) {
                        throw new IllegalArgumentException(file.name() + ": " + table.name + " is created twice");
                    }
                } else if (add.matches()) {
                    add(file, tables.get(add.group(1)), add.group(2), add.group(3));
                } else {
                    throw new IllegalArgumentException(file.name()
                            + ": CREATE TABLE IF NOT EXISTS or ALTER TABLE x ADD IF NOT EXISTS y type was expected: "
                            + statement.lines().findFirst().orElse(""));
                }
            }
        }
        return tables;
    }

    /** The table that a statement of a schema file defines. */
    static String nameIn(String statement) {
        Matcher create = CREATE.matcher(statement);
        Matcher add = ADD.matcher(statement);
        return create.lookingAt() ? create.group(1) : add.matches() ? add.group(1) : "";
    }

    /** A type in the form that is compared: lower case, no blanks, one name for each type. */
    static String type(String declared) {
        return declared.toLowerCase(Locale.ROOT).replaceAll("\\s+", "").replaceAll("\\bvarchar\\b", "text");
    }

    private static void add(SchemaFile file, @Nullable TableDeclaration table, String column, String type) {
        if (table == null) {
            throw new IllegalArgumentException(file.name() + ": the table that gets " + column + " is not created yet");
        }
        table.columns.put(
                column.toLowerCase(Locale.ROOT),
                type(COLUMN_SUFFIX.matcher(type).replaceAll("")));
    }

    private static TableDeclaration table(SchemaFile file, String name, String statement, int open) {
        SequencedMap<String, String> columns = new LinkedHashMap<>();
        List<String> partition = new ArrayList<>();
        List<String> clustering = new ArrayList<>();
        for (String element : split(inside(file, statement, open))) {
            Matcher key = PRIMARY_KEY.matcher(element);
            Matcher column = COLUMN.matcher(element);
            if (key.matches()) {
                readKey(key.group(1), partition, clustering);
            } else if (column.matches()) {
                String type = column.group(2).strip();
                Matcher suffix = COLUMN_SUFFIX.matcher(type);
                if (suffix.find() && !suffix.group(1).equalsIgnoreCase("static")) {
                    partition.add(column.group(1));
                }
                columns.put(column.group(1), type(COLUMN_SUFFIX.matcher(type).replaceAll("")));
            } else {
                throw new IllegalArgumentException(file.name() + ": " + name + ": a column was expected: " + element);
            }
        }
        return new TableDeclaration(name.toLowerCase(Locale.ROOT), columns, partition, clustering);
    }

    private static void readKey(String key, List<String> partition, List<String> clustering) {
        List<String> parts = split(key);
        String first = parts.getFirst();
        if (first.startsWith("(")) {
            partition.addAll(split(first.substring(1, first.length() - 1)));
        } else {
            partition.add(first);
        }
        clustering.addAll(parts.subList(1, parts.size()));
    }

    private static String inside(SchemaFile file, String statement, int open) {
        int depth = 0;
        for (int i = open; i < statement.length(); i++) {
            depth += switch (statement.charAt(i)) {
                case '(' -> 1;
                case ')' -> -1;
                default -> 0;
            };
            if (depth == 0) {
                return statement.substring(open + 1, i);
            }
        }
        throw new IllegalArgumentException(file.name() + ": a closing bracket is missing");
    }

    private static List<String> split(String elements) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < elements.length(); i++) {
            char c = elements.charAt(i);
            if (c == '(' || c == '<') {
                depth++;
            } else if (c == ')' || c == '>') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(elements.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(elements.substring(from).strip());
        return parts;
    }
}
