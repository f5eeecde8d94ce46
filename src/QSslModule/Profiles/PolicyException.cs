namespace QSslModule;

/// <summary>A policy cannot be used: nothing of it is applied.</summary>
/// <param name="place">Where in the policy, such as rules[2].severity; empty for all of it.</param>
/// <param name="fault">What is wrong, as a sentence.</param>
/// <param name="cause">What was thrown for it.</param>
internal sealed class PolicyException(string place, string fault, Exception? cause = null) : Exception(
    place.Length > 0 ? $"{place}: {fault}" : fault, cause);
