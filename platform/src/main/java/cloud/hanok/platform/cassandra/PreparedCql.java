package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.ColumnDefinitions;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A statement that the server knows, with the codec of each value found once: the driver's own {@code bind} looks for every one again,
 * and copies the statement for each setting.
 */
final class PreparedCql {
    private final PreparedStatement statement;
    private final TypeCodec<Object>[] codecs;
    private final CodecRegistry registry;
    private final ProtocolVersion protocol;

    private PreparedCql(
            PreparedStatement statement, TypeCodec<Object>[] codecs, CodecRegistry registry, ProtocolVersion protocol) {
        this.statement = statement;
        this.codecs = codecs;
        this.registry = registry;
        this.protocol = protocol;
    }

    /**
     * Prepares a statement.
     *
     * @throws com.datastax.oss.driver.api.core.DriverException when the server does not take it
     */
    static PreparedCql prepare(CqlSession session, String cql) {
        PreparedStatement prepared = session.prepare(cql);
        CodecRegistry registry = session.getContext().getCodecRegistry();
        ColumnDefinitions values = prepared.getVariableDefinitions();
        @SuppressWarnings({"unchecked", "rawtypes"})
        TypeCodec<Object>[] codecs = new TypeCodec[values.size()];
        for (int i = 0; i < codecs.length; i++) {
            codecs[i] = registry.codecFor(values.get(i).getType());
        }
        return new PreparedCql(prepared, codecs, registry, session.getContext().getProtocolVersion());
    }

    /**
     * The statement with its first values; those that are missing, or {@link Cql#UNSET}, stay unset.
     *
     * @throws IllegalArgumentException when there are more than the statement has
     */
    BoundStatementBuilder bind(@Nullable Object[] values) {
        if (values.length > codecs.length) {
            throw new IllegalArgumentException("the statement has " + codecs.length + " values, not " + values.length);
        }
        BoundStatementBuilder bound = statement.boundStatementBuilder();
        for (int i = 0; i < values.length; i++) {
            if (!Cql.UNSET.equals(values[i])) {
                bound.setBytesUnsafe(i, encoded(i, values[i]));
            }
        }
        return bound;
    }

    private @Nullable ByteBuffer encoded(int index, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        TypeCodec<Object> codec = codecs[index];
        if (value instanceof String text && codec.equals(TypeCodecs.TEXT)) {
            // The same bytes; the driver's codec encodes character by character.
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }
        if (!codec.accepts(value)) {
            codec = registry.codecFor(
                    statement.getVariableDefinitions().get(index).getType(), value);
        }
        return codec.encode(value, protocol);
    }
}
