using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>What a device draws, and how warm it becomes, if it does steps of one kind for ever.</summary>
/// <remarks>Not for several threads at once.</remarks>
/// <approximation>The clock and the refresh rate stay nominal; within a step power is even. What <see cref="HeatPlan"/> and <see cref="EnergyMeter"/> leave out is left out here.</approximation>
public sealed class SteadyPower
{
    private readonly EnergyMeter _meter;
    private readonly HeatPlan? _plan;
    private readonly ThermalLoop? _loop;
    private readonly double[] _idle;

    private SteadyPower(EnergyMeter meter, HeatPlan? plan)
    {
        _meter = meter;
        _plan = plan;
        _loop = plan?.Begin(atAmbient: true);
        _idle = plan?.Idle(refreshRate: 1) ?? [];
    }

    /// <summary>The power of a machine's devices.</summary>
    /// <param name="platform">The machine.</param>
    /// <param name="arithmetic">The format that matrix units compute in.</param>
    /// <param name="followsHeat">Whether temperatures are found too, in the stack that the machine names.</param>
    /// <returns>Null where the machine does not say what such steps cost.</returns>
    /// <exception cref="PresetException">Heat is to be followed, and the stack does not fit or is not named.</exception>
    public static SteadyPower? Of(PlatformSpec platform, NumberFormat arithmetic, bool followsHeat)
    {
        if (platform.EnergyCosts is not { } costs || !EnergyMeter.Prices(costs, arithmetic)) return null;
        HeatPlan? plan = followsHeat ? HeatPlan.Of(new HeatOptions { Mode = ThermalMode.Steady, Throttle = null }, platform, costs) : null;
        return new SteadyPower(new EnergyMeter(costs, platform, arithmetic, devices: 1), plan);
    }

    /// <summary>What a device draws without work, each part at the temperature for which its power is given.</summary>
    public Power Idle => _meter.Background.Refresh + _meter.Background.Standby.Power + Power.FromWatts(_meter.Background.Statics.Sum(part => part.Power.Watts));

    /// <summary>What a device draws at least whatever it does: leakage of a cold device is left out where heat is followed.</summary>
    public Power LeastPower => _plan is null ? Idle : Power.FromWatts(_idle.Sum());

    /// <summary>What a step costs a device at least that does all of it.</summary>
    public Energy LeastOf(LeastWork work)
    {
        double reads = 0, products = 0;
        foreach (LeastOperator op in work.Operators)
        {
            reads += (double)op.Reads.Count * op.Count;
            products += op.Products.Count * op.Count;
        }
        var all = new OperatorTiming { Name = "", Kind = WorkKind.MatrixProduct, Repeat = 1, Events = new OperatorEvents(0, reads, 0, products, 0, LinkBytes: 0, PackageLinkBytes: 0) };
        return Energy.FromJoules(_meter.PriceOf(all, logicScale: 1).Total);
    }

    /// <summary>A device that does a share of a step over and over.</summary>
    /// <param name="timing">The step.</param>
    /// <param name="share">Of the work of all its operators, what the device does in the time of one step; 1 where it does all of it.</param>
    /// <returns>Null where there is no steady temperature: leakage runs away.</returns>
    public SteadyState? During(StepTiming timing, double share)
    {
        OperatorEnergy energy = default;
        foreach (OperatorTiming op in timing.Operators) energy += _meter.PriceOf(op, logicScale: 1);
        double perSecond = share / timing.Elapsed.Seconds;
        if (_plan is null) return new SteadyState(Idle + Power.FromWatts(energy.Total * perSecond), null);
        double[] watts = [.. _idle.Select((idle, i) => idle + (perSecond * ((energy.Compute * _plan.Compute[i]) + (energy.Links * _plan.Links[i]) + (energy.Dram * _plan.Dram[i]))))];
        try
        {
            _loop!.Settle(watts);
        }
        catch (ThermalRunawayException)
        {
            return null;
        }
        MachineCondition condition = _loop.Condition;
        return new SteadyState(Power.FromWatts(watts.Sum() + Leaking(_plan)), condition.HottestLogic > condition.HottestDram ? condition.HottestLogic : condition.HottestDram);
    }

    /// <summary>Watts of leakage at the settled temperatures; the loop's own sum depends on where it last took the exponential.</summary>
    private double Leaking(HeatPlan plan)
    {
        double watts = 0;
        for (int i = 0; i < plan.SourceOfLeakage.Count; i++) watts += plan.Options.Leakages[i].Law.At(_loop!.TemperatureOf(plan.SourceOfLeakage[i])).Watts;
        return watts;
    }
}
