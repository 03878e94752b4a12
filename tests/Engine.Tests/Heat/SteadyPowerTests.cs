using DeepStack.Sim.Engine.Heat;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Heat;

public sealed class SteadyPowerTests
{
    private static readonly ModelSpec Model = ModelLibrary.Open("llama-3-8b");
    private static readonly PlatformSpec Machine = PlatformPreset.Open("stack3d-8");

    [Fact]
    public void WithoutWorkADeviceDrawsWhatItAlwaysDraws()
    {
        SteadyPower power = SteadyPower.Of(Machine, Model.Precision.Activations, followsHeat: false)!;

        Assert.Equal(power.Idle, power.During(new DesignPoints(Model, Machine).TimingOf(new ParallelPlan(8), Decode(1)), 0)!.Value.Power);
    }

    [Fact]
    public void HalfTheWorkDrawsHalfOfWhatWorkDraws()
    {
        SteadyPower power = SteadyPower.Of(Machine, Model.Precision.Activations, followsHeat: false)!;
        var points = new DesignPoints(Model, Machine);

        double whole = (power.During(points.TimingOf(new ParallelPlan(8), Decode(16)), 1)!.Value.Power - power.Idle).Watts, half = (power.During(points.TimingOf(new ParallelPlan(8), Decode(16)), 0.5)!.Value.Power - power.Idle).Watts;

        Assert.Equal(whole / 2, half, 9);
        Assert.InRange(whole, 10, 300);
    }

    [Fact]
    public void WhatItBecomesDoesNotDependOnWhatItDidBefore()
    {
        var points = new DesignPoints(Model, Machine);
        SteadyPower fresh = SteadyPower.Of(Machine, Model.Precision.Activations, followsHeat: true)!, used = SteadyPower.Of(Machine, Model.Precision.Activations, followsHeat: true)!;
        used.During(points.TimingOf(new ParallelPlan(8), Decode(1)), 1);

        SteadyState first = fresh.During(points.TimingOf(new ParallelPlan(8), Decode(64)), 1)!.Value, second = used.During(points.TimingOf(new ParallelPlan(8), Decode(64)), 1)!.Value;

        Assert.Equal(first, second);
        Assert.InRange(first.Hottest!.Value.Degrees, 36, 105);
    }

    [Fact]
    public void HeatThatRunsAwayHasNoState() =>
        Assert.Null(SteadyPower.Of(Machine, Model.Precision.Activations, followsHeat: true)!.During(new DesignPoints(Model, Machine).TimingOf(new ParallelPlan(8), Decode(64)), 100));

    private static StepShape Decode(int sequences)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, 1024, Samples: true));
        return shape;
    }
}
