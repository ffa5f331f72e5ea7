package cloud.hanok.cluster.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JsonMembersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void findsMembersWhateverStandsBetweenThem() {
        byte[] json = bytes(" { \"a\" : [1,{\"b\":\"}\"}] ,\n\"c\":\"x\\\"},\" , \"n\":-1.5e3,\"t\":true } ");
        var members = new JsonMembers();

        assertThat(members.scan(json, 0, json.length)).isTrue();
        assertThat(members.count()).isEqualTo(4);
        assertThat(value(members, "a")).isEqualTo("[1,{\"b\":\"}\"}]");
        assertThat(value(members, "c")).isEqualTo("\"x\\\"},\"");
        assertThat(value(members, "n")).isEqualTo("-1.5e3");
        assertThat(value(members, "t")).isEqualTo("true");
        assertThat(members.find(bytes("b"))).isEqualTo(-1);
    }

    @Property(tries = 300)
    void findsWhatJacksonFinds(
            @ForAll @Size(max = 20) Map<@AlphaChars String, String> texts,
            @ForAll @Size(max = 20) Map<@AlphaChars String, Long> numbers)
            throws Exception {
        ObjectNode object = JSON.createObjectNode();
        texts.forEach(object::put);
        numbers.forEach((name, number) ->
                object.putObject(name + "_").put("inner", number).put("}", "]"));
        byte[] json = JSON.writeValueAsBytes(object);
        var members = new JsonMembers();

        assertThat(members.scan(json, 0, json.length)).isTrue();
        assertThat(members.count()).isEqualTo(object.size());
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            assertThat(value(members, name)).isEqualTo(object.get(name).toString());
        }
    }

    @Property(tries = 100)
    void isNotFooledByAnObjectThatEndsEarly(@ForAll @Size(min = 1, max = 5) Map<@AlphaChars String, String> texts)
            throws Exception {
        ObjectNode object = JSON.createObjectNode();
        texts.forEach(object::put);
        byte[] json = JSON.writeValueAsBytes(object);
        for (int cut = 0; cut < json.length; cut++) {
            assertThat(new JsonMembers().scan(json, 0, cut)).isFalse();
        }
    }

    @Test
    void refusesMoreMembersThanItHolds() {
        var json = new StringBuilder("{");
        for (int i = 0; i <= JsonMembers.MAX_MEMBERS; i++) {
            json.append("\"m").append(i).append("\":1,");
        }
        byte[] tooMany = bytes(json.append("\"z\":1}").toString());

        assertThat(new JsonMembers().scan(tooMany, 0, tooMany.length)).isFalse();
    }

    @Test
    void readsCountsAndNothingElseAsCounts() {
        byte[] json = bytes("{\"a\":12,\"b\":-1,\"c\":1.5,\"d\":\"3\",\"e\":9999999999999999,\"f\":null}");
        var members = new JsonMembers();
        assertThat(members.scan(json, 0, json.length)).isTrue();

        assertThat(members.count(bytes("a"))).isEqualTo(12);
        for (String other : new String[] {"b", "c", "d", "e", "f", "g"}) {
            assertThat(members.count(bytes(other))).as(other).isEqualTo(-1);
        }
    }

    private static String value(JsonMembers members, String name) {
        int index = members.find(bytes(name));
        return new String(
                members.bytes(),
                members.valueStart(index),
                members.valueEnd(index) - members.valueStart(index),
                StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
