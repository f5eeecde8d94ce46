using QSslCore.Fuzz.Targets;

namespace QSslCore.Fuzz;

/// <summary>Reads input after input in one process, as AFL++ gives it.</summary>
internal sealed class FuzzLoop(FuzzTarget target)
{
    private const int InputsBetweenLooks = 16 * 1024;
    private const long MaxKeptBytes = 256L << 20;

    private readonly byte[] _input = new byte[FuzzTarget.MaxLength];
    private int _inputs;

    /// <summary>Reads one input. An exception is a fault.</summary>
    public void Run(Stream stream)
    {
        // AFL++ gives up a program whose first input reaches nothing, and on a busy machine SharpFuzz reads that one as empty.
        _ = VisibleText.Of("");
        int length = stream.ReadAtLeast(_input, _input.Length, throwOnEndOfStream: false);
        target.Run(_input.AsSpan(0, length));
        if (++_inputs % InputsBetweenLooks == 0)
            FuzzFaultException.ThrowIf(GC.GetTotalMemory(forceFullCollection: true) > MaxKeptBytes,
                $"more than {MaxKeptBytes >> 20} MB are kept after {_inputs} inputs");
    }
}
