namespace QSslCore.Soak;

/// <summary>What was looked at: each check is one printed line, and the last line counts them.</summary>
internal sealed class Checks
{
    private int _passed;
    private int _failed;

    public bool AllPassed => _failed == 0 && _passed > 0;

    public void That(bool good, string what)
    {
        Console.WriteLine($"  {(good ? "ok    " : "FAILED")} {what}");
        if (good)
            _passed++;
        else
            _failed++;
    }

    public override string ToString() => $"{_passed} checks passed, {_failed} failed";
}
