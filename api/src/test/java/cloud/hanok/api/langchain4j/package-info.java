/** The tests that LangChain4j publishes for whoever offers models, against the whole program. */
@NullMarked
package cloud.hanok.api.langchain4j;

import org.jspecify.annotations.NullMarked;
