using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>What a run says of its heat in words: peaks, how the machine was held back, and what simpler models would have missed.</summary>
internal static class HeatFacts
{
    /// <summary>The group of the facts.</summary>
    public const string Group = "heat";

    /// <summary>The power at which other simulators cap a device.</summary>
    private static readonly PowerCap PublishedCap = new(Power.FromWatts(100));

    /// <summary>The facts of a device, the hottest of the run.</summary>
    public static IReadOnlyList<RunFact> Of(HeatPlan plan, DeviceHeat device)
    {
        ThermalLoop loop = device.Loop;
        HeatTally tally = device.Tally;
        var facts = new List<RunFact>();
        Add("hottest block", $"{loop.Peak.Degrees:F1} C after {loop.PeakAt.Picoseconds * 1e-12:F2} s");
        Add("mean power of the device", $"{tally.Joules / Math.Max(tally.Elapsed.Seconds, 1e-12):F1} W");
        Add("time below the full clock", $"{tally.Slowed.Seconds:F2} s, at the slowest {tally.SlowestClock:P0} of it");
        Add("time at faster refresh", $"{tally.Refreshed.Seconds:F2} s");
        if (plan.ReducedError is { } error) Add("error of the reduced model", $"at most {error:P2} of a step response");
        if (loop.Condition.Tripped) Add("trip", $"shut down above {plan.Options.Trip.Degrees:F0} C after {loop.PeakAt.Picoseconds * 1e-12:F2} s");
        AddOthers(plan, loop, tally, Add);
        return facts;

        void Add(string name, FormattableString value) => facts.Add(new RunFact(Group, name, value.ToString(CultureInfo.InvariantCulture)));
    }

    private static void AddOthers(HeatPlan plan, ThermalLoop loop, HeatTally tally, Action<string, FormattableString> add)
    {
        OneNumberModel oneNumber = OneNumberModel.Published;
        double[] mean = tally.Mean;
        PowerMapComparison others = PowerMapComparison.Of(plan.Model, loop.Peak, mean, tally.Most, oneNumber, plan.DramDies);
        add("peak by a map of mean power", $"{others.AverageMap.Degrees:F1} C, {others.AverageMapError:+0.0;-0.0} K");
        add("peak by a map of highest power", $"{others.WorstCaseMap.Degrees:F1} C, {others.WorstCaseMapError:+0.0;-0.0} K");
        add("peak by one resistance", $"{others.OneNumber.Degrees:F1} C, {others.OneNumberError:+0.0;-0.0} K, from {oneNumber.Ambient.Degrees:F0} C and {oneNumber.ResistanceOf(plan.DramDies):F2} K/W");
        add("clock by a cap of 100 W", $"{PublishedCap.RatioFor(Power.FromWatts(mean.Sum())):P0} of the full clock, for the mean power");
    }
}
