using System.Diagnostics;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Verification;

/// <summary>The sections 4.8 to 4.12 of NIST's path validation suite (PKITS), made here: each rule both ways.</summary>
public sealed class PolicyRulesTests
{
    private const string One = "2.16.840.1.101.3.2.1.48.1", Two = "2.16.840.1.101.3.2.1.48.2", Three = "2.16.840.1.101.3.2.1.48.3";
    private const string Any = "2.5.29.32.0";

    /// <summary>What a certificate says of policies. A name of its own, unless it is issued to the authority above it.</summary>
    internal sealed record Said(
        string[]? Policies = null, int? Require = null, int? InhibitMapping = null, int? InhibitAny = null,
        (string, string)[]? Mappings = null, bool IsSelfIssued = false);

    // From the first authority below the anchor down to the leaf; the place of the fault in the path, leaf 0, or -1 for none.
    private static readonly Dictionary<string, (int FaultAt, Said[] Said)> s_cases = new()
    {
        ["nothing is said"] = (-1, [new(), new()]),
        ["no policy is required"] = (-1, [new([One]), new()]),
        ["policies differ and none is required"] = (-1, [new([One]), new([Two])]),

        ["required, and the same all the way"] = (-1, [new([One], Require: 0), new([One]), new([One])]),
        ["required at once, and the authority has none"] = (1, [new(Require: 0), new([One]), new([One])]),
        ["required at once, and the leaf has none"] = (0, [new([One], Require: 0), new([One]), new()]),
        ["required at once, and the leaf has another"] = (0, [new([One], Require: 0), new([One]), new([Two])]),
        ["required at once, and one between has another"] = (1, [new([One], Require: 0), new([Two]), new([One])]),
        ["required at once, and one between has none"] = (1, [new([One], Require: 0), new(), new([One])]),
        ["required by the leaf alone"] = (0, [new([One]), new(Require: 0)]),
        ["required by the leaf, which has it"] = (-1, [new([One]), new([One], Require: 0)]),
        ["required by the leaf in a while"] = (-1, [new([One]), new(Require: 1)]),
        ["two of several are the same"] = (-1, [new([One, Two], Require: 0), new([Two, Three]), new([Two])]),
        ["each pair agrees and all do not"] = (0, [new([One, Two], Require: 0), new([Two, Three]), new([Three])]),

        // 4.9: explicit policy after 10, 5, 4, 2, 7 and 0 certificates.
        ["required after 10 of 4"] = (-1, [new([One], Require: 10), new([One]), new([One]), new([One]), new()]),
        ["required after 5 of 4"] = (-1, [new([One], Require: 5), new([One]), new([One]), new([One]), new([One])]),
        ["required after 5, all used up"] = (-1, [new([One], Require: 5), new([One]), new([One]), new([One]), new()]),
        ["required after 4, and the leaf has none"] = (0, [new([One], Require: 4), new([One]), new([One]), new([One]), new()]),
        ["required after 2, and the leaf has none"] = (0, [new([One], Require: 2), new([One]), new([One]), new()]),
        ["required after 7, 2 and 4"] = (0, [new([One], Require: 7), new([One], Require: 2), new([One], Require: 4), new([One]), new()]),
        ["required after 2 of 2, where the next is the last"] = (-1, [new([One], Require: 2), new()]),
        ["required after 1, and the leaf has none"] = (0, [new([One], Require: 1), new()]),
        ["one that issued itself does not count"] = (-1, [new([One], Require: 2), new([One], IsSelfIssued: true), new()]),
        ["one that issued itself counts for nothing more"] = (0,
            [new([One], Require: 2), new([One], IsSelfIssued: true), new([One]), new()]),
        ["two that issued themselves"] = (0, [new([One], Require: 2), new([One], IsSelfIssued: true), new([One]),
            new([One], IsSelfIssued: true), new()]),

        // 4.10: mappings.
        ["mapped"] = (-1, [new([One], Require: 0, Mappings: [(One, Two)]), new([Two])]),
        ["mapped, and not used"] = (0, [new([One], Require: 0, Mappings: [(One, Two)]), new([One])]),
        ["mapped twice"] = (-1, [new([One], Require: 0, Mappings: [(One, Two)]), new([Two], Mappings: [(Two, Three)]), new([Three])]),
        ["mapped to two"] = (-1, [new([One], Require: 0, Mappings: [(One, Two), (One, Three)]), new([Three])]),
        ["two mapped to one"] = (-1, [new([One, Two], Require: 0, Mappings: [(One, Three), (Two, Three)]), new([Three])]),
        ["mapped from what it does not have"] = (0, [new([One], Require: 0, Mappings: [(Three, Two)]), new([Two])]),
        ["mapped from any"] = (1, [new([One], Mappings: [(Any, One)]), new([One])]),
        ["mapped to any"] = (1, [new([One], Mappings: [(One, Any)]), new([One])]),
        ["mapped from what any stands for"] = (-1, [new([Any], Require: 0, Mappings: [(One, Two)]), new([Two])]),
        ["mapped in the leaf"] = (-1, [new([One], Require: 0), new([One], Mappings: [(Any, Any)])]),

        // 4.11: mappings that are inhibited.
        ["mapped where none may be"] = (0, [new([One], Require: 0, InhibitMapping: 0), new([One], Mappings: [(One, Two)]), new([Two])]),
        ["mapped where one more may be"] = (-1, [new([One], Require: 0, InhibitMapping: 1), new([One], Mappings: [(One, Two)]),
            new([Two])]),
        ["mapped once too often"] = (0, [
            new([One], Require: 0, InhibitMapping: 1), new([One], Mappings: [(One, Two)]), new([Two], Mappings: [(Two, Three)]),
                new([Three])]),
        ["mapped in one that issued itself"] = (-1, [
            new([One], Require: 0, InhibitMapping: 1), new([One], IsSelfIssued: true), new([One], Mappings: [(One, Two)]), new([Two])]),
        ["mapped in one that issued itself, where none may be"] = (0, [
            new([One], Require: 0, InhibitMapping: 0), new([One], IsSelfIssued: true, Mappings: [(One, Two)]), new([Two])]),
        ["the lowest limit counts"] = (0, [
            new([One], Require: 0, InhibitMapping: 1), new([One], InhibitMapping: 5), new([One], Mappings: [(One, Two)]), new([Two])]),

        // 4.12: any policy, and its end.
        ["any"] = (-1, [new([Any], Require: 0), new([Any]), new([One])]),
        ["any in the leaf"] = (-1, [new([One], Require: 0), new([Any])]),
        ["any where it may not be"] = (0, [new([One], Require: 0, InhibitAny: 0), new([Any])]),
        ["any where it may be once more"] = (-1, [new([One], Require: 0, InhibitAny: 1), new([Any]), new([One])]),
        ["any once too often"] = (0, [new([One], Require: 0, InhibitAny: 1), new([Any]), new([Any])]),
        ["the lowest limit on any counts"] = (0,
            [new([One], Require: 0, InhibitAny: 5), new([One], InhibitAny: 1), new([One]), new([Any])]),
        ["any in one that issued itself"] = (-1, [new([One], Require: 0, InhibitAny: 0), new([Any], IsSelfIssued: true), new([One])]),
        ["any below one that issued itself"] = (0, [new([One], Require: 0, InhibitAny: 0), new([Any], IsSelfIssued: true), new([Any])]),
        ["one that issued itself does not use up any"] = (-1, [
            new([One], Require: 0, InhibitAny: 1), new([Any], IsSelfIssued: true), new([Any]), new([One])]),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory, MemberData(nameof(Cases))]
    public void A_policy_that_is_required_is_there(string name)
    {
        (int at, Said[] said) = s_cases[name];
        (SslErrorCode, int)[] expected = at < 0 ? [] : [(SslErrorCode.PolicyViolation, at)];
        Assert.Equal(expected, MadePath.Faults(Path(said)));
    }

    [Fact]
    public void The_anchors_own_policies_do_not_count() => Assert.Empty(MadePath.Faults(
        [MadePath.Certificate("Leaf", "Root").Build(), MadePath.Root(("2.5.29.36", Encoded.PolicyConstraints(0, null)))]));

    [Theory]
    [InlineData("2.5.29.32", "3000")]
    [InlineData("2.5.29.32", "0500")]
    [InlineData("2.5.29.33", "3000")]
    [InlineData("2.5.29.33", "300630040601290500")]
    [InlineData("2.5.29.36", "3000")]
    [InlineData("2.5.29.36", "30038001FF")]
    [InlineData("2.5.29.36", "3003820100")]
    [InlineData("2.5.29.54", "0201FF")]
    [InlineData("2.5.29.54", "0500")]
    public void What_cannot_be_read_is_refused(string oid, string hex) => Assert.Contains(
        (SslErrorCode.InvalidCertificate, 1), MadePath.Faults([MadePath.Leaf(), MadePath.Middle((oid, Convert.FromHexString(hex))),
            MadePath.Root()]));

    /// <summary>Each certificate maps every policy to every other one: as a tree, that would be 40 to the power of the length.</summary>
    [Fact]
    public void The_work_is_bounded()
    {
        string[] policies = [.. Enumerable.Range(1, 40).Select(i => $"1.2.3.{i}")];
        (string, string)[] mappings = [.. policies.SelectMany(_ => policies, (one, other) => (one, other))];
        Said[] said = [new(policies, Require: 0), .. Enumerable.Repeat(new Said(policies, Mappings: mappings), 20), new([policies[7]])];
        QSslCertificate[] path = Path(said);
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Empty(MadePath.Faults(path));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    private static QSslCertificate[] Path(Said[] said)
    {
        List<QSslCertificate> path = [MadePath.Root()];
        string issuer = "Root";
        for (int i = 0; i < said.Length; i++)
        {
            string subject = said[i].IsSelfIssued ? issuer : $"Authority {i}";
            path.Insert(0, i == said.Length - 1
                ? MadePath.Certificate("Leaf", issuer, Extensions(said[i])).Build()
                : MadePath.Authority(subject, issuer, Extensions(said[i])).Build());
            issuer = subject;
        }
        return [.. path];
    }

    private static (string, byte[])[] Extensions(Said said)
    {
        List<(string, byte[])> extensions = [];
        if (said.Policies is { } policies)
            extensions.Add(("2.5.29.32", Encoded.Policies(policies)));
        if (said.Require is not null || said.InhibitMapping is not null)
            extensions.Add(("2.5.29.36", Encoded.PolicyConstraints(said.Require, said.InhibitMapping)));
        if (said.InhibitAny is { } any)
            extensions.Add(("2.5.29.54", Encoded.Integer(any)));
        if (said.Mappings is { } mappings)
            extensions.Add(("2.5.29.33", Encoded.Mappings(mappings)));
        return [.. extensions];
    }
}
