namespace QSslCore.Soak;

/// <summary>What no run of this program tries, and what this run left out.</summary>
internal static class NotTried
{
    public static void Tell(SoakOptions options, Checks checks)
    {
        if (options.Form == SoakForm.Quick || options.Parts.Count > 0)
            return;
        checks.LeaveOut("packet loss and reordering by the kernel (netem)",
            "the simulated network takes its place, where bytes come late, in pieces and in order, which is what TCP makes of them");
        checks.LeaveOut("out of memory for one allocation of the runtime, or of another library than openssl's",
            "neither takes an allocator that fails on demand");
        checks.LeaveOut("the garbage collector's own stress mode (DOTNET_GCStress)",
            "only a debug build of the runtime has it; a thread that collects half of the time takes its place");
        checks.LeaveOut("loss in the middle of an export by a failing disk or a power cut", "only a full disk and kill -9 are tried");
        if (options.Form == SoakForm.Long)
            return;
        checks.LeaveOut("100,000 cycles of connect, handshake, close", "they belong to the long form (--long)");
        checks.LeaveOut("a million inputs for the parsers", "they belong to the long form (--long)");
    }
}
