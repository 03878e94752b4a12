using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>Sums over the run of one device: power of its sources, what it drew whatever it did, and how long it was held back.</summary>
internal sealed class HeatTally
{
    private readonly HeatPlan _plan;
    private readonly double[] _joules;
    private readonly double[] _most;
    private readonly double[] _leaked;
    private readonly double[] _mostLeaked;
    private double _refresh;

    public HeatTally(HeatPlan plan)
    {
        _plan = plan;
        _joules = new double[plan.Constant.Length];
        _most = new double[plan.Constant.Length];
        _leaked = new double[plan.PartOfLeakage.Count];
        _mostLeaked = new double[plan.PartOfLeakage.Count];
    }

    /// <summary>Time covered.</summary>
    public Duration Elapsed { get; private set; }

    /// <summary>Time in steps below the full clock.</summary>
    public Duration Slowed { get; private set; }

    /// <summary>Time in steps at more than the normal refresh rate.</summary>
    public Duration Refreshed { get; private set; }

    /// <summary>The slowest clock of any step, over the nominal one.</summary>
    public double SlowestClock { get; private set; } = 1;

    /// <summary>[sources] the highest watts of any piece of time, each with the highest leakage.</summary>
    public double[] Most => WithLeakage(_most, _mostLeaked);

    /// <summary>[sources] mean watts.</summary>
    public double[] Mean
    {
        get
        {
            double seconds = Math.Max(Elapsed.Seconds, 1e-12);
            return [.. WithLeakage(_joules, _leaked).Select(j => j / seconds)];
        }
    }

    /// <summary>All energy of the device.</summary>
    public double Joules { get; private set; }

    /// <summary>A pattern of powers, leakage apart, is about to be followed.</summary>
    public void Add(ReadOnlySpan<double> watts, Duration piece, int times, double refreshWatts, ThermalLoop loop)
    {
        int sources = _joules.Length, pieces = watts.Length / sources;
        double seconds = piece.Seconds * times, all = seconds * pieces, total = 0;
        for (int at = 0, i = 0; at < watts.Length; at++, i = i + 1 == sources ? 0 : i + 1)
        {
            double watt = watts[at];
            _joules[i] += watt * seconds;
            if (watt > _most[i]) _most[i] = watt;
            total += watt * seconds;
        }
        _refresh += refreshWatts * all;
        for (int i = 0; i < _leaked.Length; i++)
        {
            double watt = loop.LeakageOf(i).Watts;
            _leaked[i] += watt * all;
            if (watt > _mostLeaked[i]) _mostLeaked[i] = watt;
            total += watt * all;
        }
        Joules += total;
        Elapsed += piece * ((long)pieces * times);
    }

    /// <summary>A step ended.</summary>
    public void EndStep(OperatingPoint point, Duration elapsed)
    {
        if (point.ClockSteps < OperatingPoint.FullClock) Slowed += elapsed;
        if (point.RefreshRate > 1) Refreshed += elapsed;
        SlowestClock = Math.Min(SlowestClock, point.ClockRatio);
    }

    /// <summary>What devices like this one drew, whatever they did.</summary>
    public BackgroundEnergy BackgroundOf(int devices)
    {
        BackgroundEnergy constant = _plan.Background.Over(Elapsed, devices);
        return new BackgroundEnergy(
            Energy.FromJoules(_refresh * devices),
            Leaked(0) ?? constant.Standby,
            [.. constant.Statics.Select((s, i) => Leaked(i + 1) ?? s)]);

        Energy? Leaked(int part) => _plan.PartOfLeakage.Contains(part)
            ? Energy.FromJoules(_leaked.Where((_, i) => _plan.PartOfLeakage[i] == part).Sum() * devices)
            : null;
    }

    private double[] WithLeakage(double[] sources, double[] leakages)
    {
        double[] sums = [.. sources];
        for (int i = 0; i < leakages.Length; i++) sums[_plan.SourceOfLeakage[i]] += leakages[i];
        return sums;
    }
}
