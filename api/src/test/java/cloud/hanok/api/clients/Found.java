package cloud.hanok.api.clients;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What one client showed of one behaviour, and how long it took. */
record Found(Behaviour behaviour, ObjectNode facts, long millis) {}
