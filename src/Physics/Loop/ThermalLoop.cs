using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Reduced;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>The way back from power to the machine: power per block goes in, and what the temperature asks of refresh and clock comes out.</summary>
/// <remarks>
/// The sensors are the means of the blocks; they are looked at once a period, and refresh, clock and leakage keep till then. The same powers in the same order give the same conditions, to the last bit and on every machine.
/// </remarks>
/// <approximation>A block's mean stands for its hottest cell, which the throttle's target should leave room for.</approximation>
public sealed class ThermalLoop
{
    private readonly StackModel _model;
    private readonly ThermalLoopOptions _options;
    private readonly IBlockTemperatures? _temperatures;
    private readonly Throttle? _throttle;
    private readonly bool[] _isDram;
    private readonly (int Block, LeakageLaw Law)[] _leakages;
    private readonly double[] _leaking;
    private readonly double[] _watts;
    private SimTime _now;
    private SimTime _looked;

    /// <param name="model">The stack.</param>
    /// <param name="options">The laws.</param>
    /// <exception cref="ArgumentException">A limit is not above ambient, or a leaking block does not exist.</exception>
    public ThermalLoop(StackModel model, ThermalLoopOptions options)
    {
        if (options.Trip <= model.Spec.Ambient) throw new ArgumentException($"The trip limit of {options.Trip} is not above the ambient of {model.Spec.Ambient}.", nameof(options));
        if (options.Throttle is { } throttle && throttle.Target <= model.Spec.Ambient)
            throw new ArgumentException($"The throttle's target of {throttle.Target} is not above the ambient of {model.Spec.Ambient}.", nameof(options));
        _model = model;
        _options = options;
        _temperatures = TemperaturesOf(model, options);
        _throttle = options.Throttle is null ? null : new Throttle(options.Throttle);
        _isDram = [.. model.Sources.Select(s => s.Layer.StartsWith(options.DramPrefix, StringComparison.Ordinal))];
        _leakages = [.. options.Leakages.Select(l => (model.SourceIndex(l.Layer, l.Block), l.Law))];
        _leaking = new double[_leakages.Length];
        _watts = new double[model.Sources.Count];
        Leak();
        Condition = MachineCondition.Nominal(model.Spec.Ambient);
    }

    /// <summary>What the machine should do now.</summary>
    public MachineCondition Condition { get; private set; }

    /// <summary>The leakage since the latest look at the sensors, which the energy account should carry.</summary>
    public Power Leakage { get; private set; }

    /// <summary>The temperature of a block's sensor, in the order of the stack's sources.</summary>
    public Celsius TemperatureOf(int block) => Above(_temperatures?.RiseOf(block) ?? 0);

    /// <summary>Maps of all layers with blocks, and the stack in section, at the hottest moment so far; empty unless the mode is transient.</summary>
    public IReadOnlyList<HeatMap> HottestMaps()
    {
        if (_temperatures is not NetworkTemperatures { Peak.Rises.Count: > 0 } network) return [];
        double[] rises = [.. network.Peak.Rises];
        return [.. _model.Sources.Select(s => s.Layer).Distinct().Select(layer => _model.MapOf(layer, rises)), _model.Section(rises)];
    }

    /// <summary>Goes on by a span during which every block drew a constant power.</summary>
    /// <param name="watts">A value for every source of the stack, without leakage.</param>
    /// <param name="span">How long; positive.</param>
    /// <returns>What the machine should do from now on.</returns>
    public MachineCondition Advance(ReadOnlySpan<double> watts, Duration span)
    {
        _now += span;
        if (_temperatures is null || Condition.Tripped) return Condition;
        watts.CopyTo(_watts);
        for (int i = 0; i < _leaking.Length; i++) _watts[_leakages[i].Block] += _leaking[i];
        _temperatures.Advance(_watts, span);
        if (_now - _looked >= _options.SensorPeriod) Condition = Look();
        return Condition;
    }

    private MachineCondition Look()
    {
        Duration elapsed = _now - _looked;
        _looked = _now;
        Leak();
        (Celsius logic, Celsius dram) = Hottest();
        Celsius hottest = logic > dram ? logic : dram;
        if (hottest > _options.Trip) return new MachineCondition(4, _options.Throttle?.LowestRatio ?? 1, true, logic, dram);
        _throttle?.Advance(_now, hottest, elapsed);
        double ratio = Math.Min(_throttle?.Ratio ?? 1, CapRatio());
        return new MachineCondition(_options.Refresh.Next(Condition.RefreshRate, dram), ratio, false, logic, dram);
    }

    private void Leak()
    {
        double total = 0;
        for (int i = 0; i < _leaking.Length; i++) total += _leaking[i] = _leakages[i].Law.At(TemperatureOf(_leakages[i].Block)).Watts;
        Leakage = Power.FromWatts(total);
    }

    /// <summary>The clock that the power cap asks for: the present clock's power scaled back to the full clock, then down to the cap.</summary>
    private double CapRatio()
    {
        if (_options.Cap is not { } cap) return 1;
        double total = 0;
        foreach (double watt in _watts) total += watt;
        double drawn = Condition.ClockRatio * Condition.ClockRatio * Condition.ClockRatio;
        return cap.RatioFor(Power.FromWatts(total / drawn));
    }

    private (Celsius Logic, Celsius Dram) Hottest()
    {
        double logic = 0, dram = 0;
        for (int i = 0; i < _isDram.Length; i++)
        {
            double rise = _temperatures!.RiseOf(i);
            if (_isDram[i]) dram = Math.Max(dram, rise);
            else logic = Math.Max(logic, rise);
        }
        return (Above(logic), Above(dram));
    }

    private Celsius Above(double rise) => Celsius.FromDegrees(_model.Spec.Ambient.Degrees + rise);

    private static IBlockTemperatures? TemperaturesOf(StackModel model, ThermalLoopOptions options) => options.Mode switch
    {
        ThermalMode.Off => null,
        ThermalMode.Steady => new SteadyTemperatures(model),
        ThermalMode.Transient => new NetworkTemperatures(model, options.Bin),
        _ => new ReducedTemperatures(ReducedModel.Of(model, options.Bin)),
    };
}
