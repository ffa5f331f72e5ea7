package cloud.hanok.standalone;

import cloud.hanok.standalone.screen.Screen;

/** This machine, with its real parts cache and a quiet screen. */
public final class TestMachine {
    private TestMachine() {}

    /** The machine tests run on. */
    public static Machine get() {
        return Machine.real(Screen.ofStandardError());
    }
}
