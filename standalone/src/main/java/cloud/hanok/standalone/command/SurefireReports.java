package cloud.hanok.standalone.command;

import cloud.hanok.standalone.StandaloneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the test reports of a run say.
 *
 * @param passed tests that passed
 * @param failed names of tests that failed
 * @param skipped tests that did not run
 */
record SurefireReports(int passed, List<String> failed, List<Skipped> skipped) {
    /** A test that did not run, and why, as its author wrote it. */
    record Skipped(String test, String reason) {}

    /** Reads the reports of all modules that were written at or after a moment. */
    static SurefireReports read(Path root, Instant since) {
        int passed = 0;
        List<String> failed = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        for (Path report : reports(root, since)) {
            NodeList cases = testCases(report);
            for (int index = 0; index < cases.getLength(); index++) {
                if (!(cases.item(index) instanceof Element test)) {
                    continue;
                }
                String name = test.getAttribute("classname") + "." + test.getAttribute("name");
                if (test.getElementsByTagName("failure").getLength() > 0
                        || test.getElementsByTagName("error").getLength() > 0) {
                    failed.add(name);
                } else if (test.getElementsByTagName("skipped").item(0) instanceof Element reason) {
                    skipped.add(new Skipped(name, reason.getAttribute("message")));
                } else {
                    passed++;
                }
            }
        }
        return new SurefireReports(passed, failed, skipped);
    }

    private static List<Path> reports(Path root, Instant since) {
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> reports = new ArrayList<>();
            for (Path module : modules.toList()) {
                Path folder = module.resolve("target").resolve("surefire-reports");
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.list(folder)) {
                        files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                                .forEach(reports::add);
                    }
                }
            }
            List<Path> fresh = new ArrayList<>();
            for (Path report : reports) {
                if (!Files.getLastModifiedTime(report).toInstant().isBefore(since)) {
                    fresh.add(report);
                }
            }
            return fresh;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static NodeList testCases(Path report) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(report.toFile()).getElementsByTagName("testcase");
        } catch (IOException | SAXException | ParserConfigurationException damaged) {
            throw new StandaloneException(
                    "The test report " + report + " cannot be read.", "Run the tests again.", damaged);
        }
    }
}
