using System.Globalization;

namespace QSslCore.Soak;

/// <summary>How often something was tried.</summary>
/// <param name="Tried">How often.</param>
/// <param name="Lost">How often it went wrong.</param>
/// <param name="Detail">What was measured, or the first that went wrong.</param>
internal readonly record struct Tally(long Tried, long Lost, string? Detail = null)
{
    /// <summary>Both together; what went wrong first is kept.</summary>
    public static Tally operator +(Tally one, Tally other) => new(one.Tried + other.Tried, one.Lost + other.Lost,
        one.Lost > 0 || string.IsNullOrEmpty(other.Detail) ? one.Detail : other.Detail);

    /// <summary>With a figure to tell, unless there is a loss to tell.</summary>
    public Tally Told(string detail) => Lost > 0 ? this : this with { Detail = detail };

    public static Tally Add(Tally one, Tally other) => one + other;

    /// <summary>Tries once: an exception is a loss.</summary>
    public static Tally Of(string where, Action attempt)
    {
        try
        {
            attempt();
            return new(1, 0);
        }
#pragma warning disable CA1031 // Whatever it is, it is told, and the others go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(1, 1, $"{where}: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Tried} tried, {Tried - Lost} survived, {Lost} lost{(string.IsNullOrEmpty(Detail) ? "" : $" ({Detail})")}");
}
