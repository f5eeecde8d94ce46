namespace QSslModule;

/// <summary>A kind of rule.</summary>
/// <param name="Name">What a rule names it by.</param>
/// <param name="Members">The members of a rule that say what must hold; one of them must be there.</param>
/// <param name="Scopes">The members that say what the rule is about, which may be missing.</param>
/// <param name="Names">The names that Allowed, Forbidden, Required and RequiredAny may have; null for any text.</param>
/// <param name="Values">The values that Value may have.</param>
/// <param name="Judge">Holds a host against a rule.</param>
internal sealed record PolicyCheck(
    string Name, string[] Members, string[] Scopes, Func<IReadOnlyCollection<string>>? Names, string[] Values,
    Func<SslPolicyRule, PolicyFacts, PolicyOutcome> Judge);
