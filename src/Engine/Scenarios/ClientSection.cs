using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Clients;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>The section <c>clients</c> of a scenario file.</summary>
internal static class ClientSection
{
    /// <summary>Reads the section; without one, requests come when the trace says and stay to the end.</summary>
    public static ClientSpec Read(PresetSection? section)
    {
        if (section is null) return new ClientSpec();
        var spec = new ClientSpec
        {
            Count = (int)section.IntegerOr("count", 0, 0, int.MaxValue),
            Think = section.Get("think", Duration.Zero),
            TurnsWait = section.Has("turns") && section.Choice("turns", "as-recorded", "after-answer") == "after-answer",
            Patience = section.Has("patience") ? section.Get<Duration>("patience") : null,
            FirstTokenPatience = section.Has("first_token_patience") ? section.Get<Duration>("first_token_patience") : null,
            LeavingShare = section.Get("leaving_share", 0.0),
            LeavingAfter = section.Get("leaving_after", Duration.Zero),
        };
        if (!section.HasUnreadable && spec.Faults is { Count: > 0 } faults) section.Fault("count", $"and what stands beside it cannot be simulated: {string.Join("; ", faults)}");
        return spec;
    }

    /// <summary>The keys of the section and their values; none where nothing is set.</summary>
    public static IEnumerable<(string Key, object Value)> Write(ClientSpec spec)
    {
        if (!spec.IsSet) yield break;
        yield return ("count", spec.Count);
        yield return ("think", spec.Think);
        yield return ("turns", spec.TurnsWait ? "after-answer" : "as-recorded");
        if (spec.Patience is { } patience) yield return ("patience", patience);
        if (spec.FirstTokenPatience is { } forToken) yield return ("first_token_patience", forToken);
        if (spec.LeavingShare == 0) yield break;
        yield return ("leaving_share", spec.LeavingShare.ToString("R", CultureInfo.InvariantCulture));
        yield return ("leaving_after", spec.LeavingAfter);
    }
}
