package cloud.hanok.api.clients;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of {@code docs/compatibility.md}: a row for each behaviour, a column for each client, a note for each difference. */
final class CompatibilityTable {
    private static final String NOT_ASKED = "–";

    private final Map<MatrixClient, Map<Behaviour, String>> cells = new EnumMap<>(MatrixClient.class);
    private final List<String> notes = new ArrayList<>();

    /** A client showed this behaviour, or did not. */
    void found(MatrixClient client, Behaviour behaviour, boolean asExpected) {
        boolean works =
                asExpected && client.deviation(behaviour).map(Deviation::works).orElse(true);
        String note = client.deviation(behaviour)
                .map(Deviation::note)
                .map(this::reference)
                .orElse("");
        cells.computeIfAbsent(client, key -> new EnumMap<>(Behaviour.class))
                .put(behaviour, (works ? "yes" : "no") + note);
    }

    private String reference(String note) {
        int place = notes.indexOf(note);
        if (place < 0) {
            notes.add(note);
            place = notes.size() - 1;
        }
        return " (" + (place + 1) + ")";
    }

    /** As Markdown. */
    String text() {
        var text = new StringBuilder("| behaviour |");
        List<MatrixClient> clients = List.copyOf(cells.keySet());
        clients.forEach(client -> text.append(' ')
                .append(client.title())
                .append(' ')
                .append(Versions.of(client.pin()))
                .append(" |"));
        text.append("\n|---|").append("---|".repeat(clients.size())).append('\n');
        for (Behaviour behaviour : Behaviour.values()) {
            text.append("| ").append(behaviour.title()).append(" | ");
            text.append(clients.stream()
                    .map(client -> cell(client, behaviour))
                    .collect(Collectors.joining(" | ", "", " |\n")));
        }
        text.append('\n');
        for (int note = 0; note < notes.size(); note++) {
            text.append(note + 1).append(". ").append(notes.get(note)).append('\n');
        }
        return text.toString();
    }

    private String cell(MatrixClient client, Behaviour behaviour) {
        return cells.getOrDefault(client, Map.of()).getOrDefault(behaviour, NOT_ASKED);
    }
}
