using System.Globalization;

namespace QSslCore.Soak;

/// <summary>What the command line asks for.</summary>
/// <param name="Form">How much of everything.</param>
/// <param name="Seed">What chance decides.</param>
/// <param name="Write">Write docs/reliability.md.</param>
/// <param name="Parts">The parts to run; empty for all of the form.</param>
internal sealed record SoakOptions(SoakForm Form, int Seed, bool Write, IReadOnlyList<string> Parts)
{
    /// <summary>What the tests do anyway, and the exports, which start a PowerShell each.</summary>
    private static readonly string[] s_notQuick = ["storms", "crowd", "collector", "data", "suites", "exports"];

    /// <exception cref="ArgumentException">An option is unknown.</exception>
    public static SoakOptions Parse(string[] arguments, IReadOnlyCollection<string> parts)
    {
        SoakForm form = SoakForm.Normal;
        int seed = Random.Shared.Next(1_000_000);
        bool write = false;
        List<string> wanted = [];
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--quick":
                    form = SoakForm.Quick;
                    break;
                case "--long":
                    form = SoakForm.Long;
                    break;
                case "--write":
                    write = true;
                    break;
                case "--seed" when i + 1 < arguments.Length
                    && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out seed):
                    i++;
                    break;
                case var part when parts.Contains(part):
                    wanted.Add(part);
                    break;
                default:
                    throw new ArgumentException($"'{arguments[i]}' is neither --quick, --long, --write, --seed N nor one of: "
                        + string.Join(", ", parts));
            }
        }
        return write && (form == SoakForm.Quick || wanted.Count > 0)
            ? throw new ArgumentException("--write is for a whole run: not with --quick, and not with single parts.")
            : new(form, seed, write, wanted);
    }

    /// <summary>The parts that were named, or all. The short form leaves to <c>./build.sh test</c>, which it is a part of,
    /// what the tests do anyway.</summary>
    public bool Wants(string part) => Parts.Count > 0 ? Parts.Contains(part) : Form != SoakForm.Quick || !s_notQuick.Contains(part);

    /// <summary>The figure for this form.</summary>
    public int Pick(int quick, int normal, int ofLong) => Form switch
    {
        SoakForm.Quick => quick,
        SoakForm.Normal => normal,
        _ => ofLong,
    };
}
