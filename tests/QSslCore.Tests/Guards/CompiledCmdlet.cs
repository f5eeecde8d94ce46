using System.Reflection;

namespace QSslCore.Tests.Guards;

/// <summary>One cmdlet as it was compiled.</summary>
internal sealed record CompiledCmdlet(Type Type, string Verb, string Noun)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>Its own parameters, with those of its base classes; -WhatIf and -Confirm are PowerShell's.</summary>
    public IReadOnlyDictionary<string, PropertyInfo> Parameters { get; } = (
        from property in Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetCustomAttributesData().Any(a => CompiledModule.IsAttribute(a, "ParameterAttribute"))
        select property).ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>The types that OutputType names; null where there is none.</summary>
    public IReadOnlyList<Type>? OutputTypes
    {
        get
        {
            CustomAttributeData[] attributes = [.. Type.GetCustomAttributesData()
                .Where(a => CompiledModule.IsAttribute(a, "OutputTypeAttribute"))];
            return attributes.Length == 0
                ? null
                : [.. attributes.SelectMany(a => (IReadOnlyCollection<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)
                    .Select(a => (Type)a.Value!)];
        }
    }

    public override string ToString() => Name;
}
