using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Reduced;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>The way back from power to the machine: power per block goes in, and what the temperature asks of refresh and clock comes out.</summary>
/// <remarks>
/// The sensors are the means of the blocks; they are looked at once a period, when a span of work ends, and refresh, clock and leakage keep till then. The same powers in the same order give the same conditions, to the last bit and on every machine.
/// </remarks>
/// <approximation>A block's mean stands for its hottest cell, which the throttle's target should leave room for.</approximation>
public sealed class ThermalLoop
{
    /// <summary>Kelvin within which leakage is extrapolated by four terms of its exponential, which is exact to a millionth there.</summary>
    private const double LeakageStep = 2;

    private readonly StackModel _model;
    private readonly ThermalLoopOptions _options;
    private readonly IBlockTemperatures? _temperatures;
    private readonly Throttle? _throttle;
    private readonly bool[] _isDram;
    private readonly (int Block, LeakageLaw Law)[] _leakages;
    private readonly double[] _leaking;
    private readonly Celsius[] _leakedAt;
    private readonly double[] _leakedThere;
    private double[] _watts;
    private double _joules;
    private SimTime _looked;

    /// <param name="model">The stack.</param>
    /// <param name="options">The laws.</param>
    /// <param name="fit">The stack's responses, where another device with the same stack has found them already; used in the reduced mode alone.</param>
    /// <exception cref="ArgumentException">A limit is not above ambient, or a leaking block does not exist.</exception>
    public ThermalLoop(StackModel model, ThermalLoopOptions options, ResponseFit? fit = null)
    {
        if (options.Trip <= model.Spec.Ambient) throw new ArgumentException($"The trip limit of {options.Trip} is not above the ambient of {model.Spec.Ambient}.", nameof(options));
        if (options.Throttle is { } throttle && throttle.Target <= model.Spec.Ambient)
            throw new ArgumentException($"The throttle's target of {throttle.Target} is not above the ambient of {model.Spec.Ambient}.", nameof(options));
        _model = model;
        _options = options;
        _temperatures = TemperaturesOf(model, options, fit);
        _throttle = options.Throttle is null ? null : new Throttle(options.Throttle);
        _isDram = [.. model.Sources.Select(s => s.Role == BlockRole.Dram)];
        _leakages = [.. options.Leakages.Select(l => (model.SourceIndex(l.Layer, l.Block), l.Law))];
        _leaking = new double[_leakages.Length];
        _leakedThere = new double[_leakages.Length];
        _leakedAt = new Celsius[_leakages.Length];
        Array.Fill(_leakedAt, Celsius.FromDegrees(double.NaN));
        _watts = new double[model.Sources.Count];
        Leak();
        Condition = MachineCondition.Nominal(model.Spec.Ambient);
    }

    /// <summary>What the machine should do now.</summary>
    public MachineCondition Condition { get; private set; }

    /// <summary>How far the powers have been followed.</summary>
    public SimTime Now { get; private set; }

    /// <summary>The leakage since the latest look at the sensors, which the energy account should carry.</summary>
    public Power Leakage { get; private set; }

    /// <summary>The mean power, leakage included, between the two latest looks at the sensors.</summary>
    public Power MeanPower { get; private set; }

    /// <summary>The hottest block at any look so far.</summary>
    public Celsius Peak { get; private set; } = Celsius.FromKelvin(0);

    /// <summary>When that was.</summary>
    public SimTime PeakAt { get; private set; }

    /// <summary>The temperature of a block's sensor, in the order of the stack's sources.</summary>
    public Celsius TemperatureOf(int block) => Above(_temperatures?.RiseOf(block) ?? 0);

    /// <summary>What one of the leakages of the options draws since the latest look.</summary>
    public Power LeakageOf(int leakage) => Power.FromWatts(_leaking[leakage]);

    /// <summary>Maps of all layers with blocks, and the stack in section, at the hottest moment so far; empty before the first look.</summary>
    public IReadOnlyList<HeatMap> HottestMaps()
    {
        if (_temperatures is null || Peak.Kelvin == 0) return [];
        double[] rises = _temperatures.KeptField();
        return [.. _model.Sources.SelectMany(s => s.Members, (_, block) => block.Layer).Distinct().OrderBy(_model.Spec.LayerIndex).Select(layer => _model.MapOf(layer, rises)), _model.Section(rises)];
    }

    /// <summary>Begins at the steady state of constant powers and the leakage that goes with it, rather than at ambient.</summary>
    /// <param name="watts">A value for every source of the stack, without leakage.</param>
    /// <exception cref="ThermalRunawayException">There is no such state.</exception>
    public void Settle(ReadOnlySpan<double> watts)
    {
        if (_temperatures is null) return;
        watts.CopyTo(_watts);
        double[] others = RisesOfLeakages(_watts);
        var influence = new double[others.Length, others.Length];
        var one = new double[_watts.Length];
        for (int j = 0; j < others.Length; j++)
        {
            one[_leakages[j].Block] = 1;
            double[] rise = RisesOfLeakages(one);
            one[_leakages[j].Block] = 0;
            for (int i = 0; i < rise.Length; i++) influence[i, j] = rise[i];
        }
        double[] rises = LeakageSolver.Solve(influence, others, [.. _leakages.Select(l => l.Law)], _model.Spec.Ambient);
        for (int i = 0; i < rises.Length; i++) _watts[_leakages[i].Block] += _leakages[i].Law.At(Above(rises[i])).Watts;
        _temperatures.Settle(_watts);
        Leak();
        (Celsius logic, Celsius dram) = Hottest();
        Condition = new MachineCondition(_options.Refresh.Next(1, dram), 1, Max(logic, dram) > _options.Trip, logic, dram);
    }

    /// <summary>Goes on by a span during which every block drew a constant power.</summary>
    /// <param name="watts">A value for every source of the stack, without leakage.</param>
    /// <param name="span">How long; positive.</param>
    /// <returns>What the machine should do from now on.</returns>
    public MachineCondition Advance(ReadOnlySpan<double> watts, Duration span) => Advance(watts, span, 1);

    /// <summary>Goes on by a pattern of powers that repeats.</summary>
    /// <param name="watts">[pieces, sources], row-major, without leakage.</param>
    /// <param name="piece">How long each piece lasts; positive.</param>
    /// <param name="times">How often the pattern comes; at least once.</param>
    /// <returns>What the machine should do from now on; the sensors are looked at when all of it is over.</returns>
    public MachineCondition Advance(ReadOnlySpan<double> watts, Duration piece, int times)
    {
        Follow(watts, piece, times);
        if (_temperatures is not null && !Condition.Tripped && Now - _looked >= _options.SensorPeriod) Condition = Look();
        return Condition;
    }

    /// <summary>Goes on by a span without work, during which blocks only cool: the next look is after the work that follows.</summary>
    /// <param name="watts">A value for every source of the stack, without leakage.</param>
    /// <param name="span">How long; positive.</param>
    public void Rest(ReadOnlySpan<double> watts, Duration span) => Follow(watts, span, 1);

    private void Follow(ReadOnlySpan<double> watts, Duration piece, int times)
    {
        int sources = _model.Sources.Count, pieces = watts.Length / sources;
        Duration span = piece * ((long)pieces * times);
        Now += span;
        if (_temperatures is null || Condition.Tripped) return;
        if (_watts.Length < watts.Length) _watts = new double[watts.Length];
        Span<double> all = _watts.AsSpan(0, watts.Length);
        watts.CopyTo(all);
        for (int i = 0; i < _leaking.Length; i++)
        {
            for (int at = _leakages[i].Block; at < all.Length; at += sources) all[at] += _leaking[i];
        }
        double total = 0;
        foreach (double watt in all) total += watt;
        _joules += total / pieces * span.Seconds;
        if (pieces == 1) _temperatures.Advance(all, span);
        else _temperatures.Advance(all, piece, times);
    }

    /// <summary>Settles at constant powers, and reads the blocks that leak.</summary>
    private double[] RisesOfLeakages(ReadOnlySpan<double> watts)
    {
        _temperatures!.Settle(watts);
        return [.. _leakages.Select(l => _temperatures.RiseOf(l.Block))];
    }

    private MachineCondition Look()
    {
        Duration elapsed = Now - _looked;
        _looked = Now;
        MeanPower = Power.FromWatts(_joules / elapsed.Seconds);
        _joules = 0;
        Leak();
        (Celsius logic, Celsius dram) = Hottest();
        Celsius hottest = Max(logic, dram);
        NotePeak(hottest);
        if (hottest > _options.Trip) return new MachineCondition(4, _options.Throttle?.LowestRatio ?? 1, true, logic, dram);
        _throttle?.Advance(Now, hottest, elapsed);
        double ratio = Math.Min(_throttle?.Ratio ?? 1, CapRatio());
        return new MachineCondition(_options.Refresh.Next(Condition.RefreshRate, dram), ratio, false, logic, dram);
    }

    private void NotePeak(Celsius hottest)
    {
        if (hottest <= Peak) return;
        (Peak, PeakAt) = (hottest, Now);
        _temperatures!.Keep();
    }

    /// <summary>Leakage follows temperature; the exponential itself is taken only where it has moved far.</summary>
    private void Leak()
    {
        double total = 0;
        for (int i = 0; i < _leaking.Length; i++)
        {
            Celsius temperature = TemperatureOf(_leakages[i].Block);
            LeakageLaw law = _leakages[i].Law;
            if (!(Math.Abs(temperature - _leakedAt[i]) < LeakageStep)) (_leakedThere[i], _leakedAt[i]) = (law.At(temperature).Watts, temperature);
            total += _leaking[i] = _leakedThere[i] * law.GrowthOver(temperature - _leakedAt[i]);
        }
        Leakage = Power.FromWatts(total);
    }

    /// <summary>The clock that the power cap asks for: the present clock's power scaled back to the full clock, then down to the cap.</summary>
    private double CapRatio()
    {
        if (_options.Cap is not { } cap) return 1;
        double drawn = Condition.ClockRatio * Condition.ClockRatio * Condition.ClockRatio;
        return cap.RatioFor(Power.FromWatts(MeanPower.Watts / drawn));
    }

    private (Celsius Logic, Celsius Dram) Hottest()
    {
        double logic = 0, dram = 0;
        for (int i = 0; i < _isDram.Length; i++)
        {
            double rise = _temperatures!.HottestOf(i);
            if (_isDram[i]) dram = Math.Max(dram, rise);
            else logic = Math.Max(logic, rise);
        }
        return (Above(logic), Above(dram));
    }

    private static Celsius Max(Celsius left, Celsius right) => left > right ? left : right;

    private Celsius Above(double rise) => Celsius.FromDegrees(_model.Spec.Ambient.Degrees + rise);

    private static IBlockTemperatures? TemperaturesOf(StackModel model, ThermalLoopOptions options, ResponseFit? fit) => options.Mode switch
    {
        ThermalMode.Off => null,
        ThermalMode.Steady => new SteadyTemperatures(model),
        ThermalMode.Transient => new NetworkTemperatures(model, options.Bin),
        _ => new ReducedTemperatures(new ReducedModel(fit ?? ResponseFit.Of(model, options.Bin))),
    };
}
