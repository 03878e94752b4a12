using System.Globalization;
using System.Text.RegularExpressions;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Replaying;

/// <summary>Short forms of pools, such as "2xTP4" or "TP8@h100-8", as values of a scenario.</summary>
internal static partial class PoolArguments
{
    /// <summary>Reads the short form of the prefill or the decode pool.</summary>
    /// <param name="role">"prefill" or "decode": the pool's role and name.</param>
    /// <param name="text">How many replicas, the devices that share each, and behind an @ their machine if it is not that of the scenario.</param>
    /// <exception cref="PresetException">The text has another form.</exception>
    public static IEnumerable<PresetOverride> Parse(string role, string? text)
    {
        if (text is null) return [];
        Match form = Form().Match(text);
        if (!form.Success) throw new PresetException($"--{role}-pool {text}: expected replicas, x, TP and devices, such as 2xTP4, and the machine behind an @, such as TP8@h100-8. For more, use --set pools.{role}.serving.token_budget=4096 and the like.");
        string pool = $"pools.{role}";
        List<PresetOverride> values =
        [
            new($"{pool}.role", role),
            new($"{pool}.plan.tensor", form.Groups["tensor"].Value),
            new($"{pool}.replicas", form.Groups["replicas"].Success ? form.Groups["replicas"].Value : 1.ToString(CultureInfo.InvariantCulture)),
        ];
        if (form.Groups["platform"].Success) values.Add(new PresetOverride($"{pool}.platform", form.Groups["platform"].Value));
        return values;
    }

    [GeneratedRegex(@"^(?:(?<replicas>\d{1,5})x)?TP(?<tensor>\d{1,5})(?:@(?<platform>.+))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
