package cloud.hanok.cluster.driver;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command that starts an engine of one kind.
 *
 * @param setting the configuration key it comes from, for messages
 * @param arguments program and arguments, with placeholders {@code {model}}, {@code {port}}, {@code {alias}},
 *     {@code {contextTokens}}, {@code {parallel}}, {@code {threads}}, {@code {apiKeyFile}}, each an argument of its own;
 *     empty when this machine starts none of the kind
 */
public record CommandTemplate(String setting, List<String> arguments) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");
    private static final Set<String> KNOWN =
            Set.of("model", "port", "alias", "contextTokens", "parallel", "threads", "apiKeyFile");
    private static final Set<String> NEEDED = Set.of("model", "port", "apiKeyFile");

    public CommandTemplate {
        arguments = List.copyOf(arguments);
        for (String argument : arguments) {
            Matcher placeholder = PLACEHOLDER.matcher(argument);
            if (placeholder.matches() && !KNOWN.contains(placeholder.group(1))) {
                throw new IllegalArgumentException(setting + ": unknown placeholder " + argument);
            }
        }
        for (String name : NEEDED) {
            if (!arguments.isEmpty() && !arguments.contains("{" + name + "}")) {
                throw new IllegalArgumentException(setting + ": the placeholder {" + name + "} is needed");
            }
        }
    }

    /** The command with its placeholders filled; an argument is replaced whole or not at all, so no value adds one. */
    List<String> fill(Map<String, String> values) {
        return arguments.stream()
                .map(argument -> {
                    Matcher placeholder = PLACEHOLDER.matcher(argument);
                    return placeholder.matches() ? values.getOrDefault(placeholder.group(1), argument) : argument;
                })
                .toList();
    }
}
