using DeepStack.Sim.Engine.Heat;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Studies.Exploration;
using DeepStack.Sim.Studies.Points;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Studies.Tests.Exploration;

/// <summary>Random points of machine, model, plan and sizes, GPUs among them.</summary>
public sealed class StepBoundTests
{
    private readonly Dictionary<string, PlatformSpec> _machines = [];
    private readonly Dictionary<string, ModelSpec> _models = [];
    private readonly Dictionary<(string, string), DesignPoints> _points = [];

    [Theory]
    [InlineData(11, 8)]
    [InlineData(12, 64)]
    public void NoStepIsFasterOrCheaperThanItsBound(ulong seed, int mostDevices)
    {
        var draw = new PointDraw(seed, 1, mostDevices);
        double closest = 0;
        for (int i = 0; i < 150; i++)
        {
            StepPoint point = draw.Next();
            OverlapModes overlap = (i % 4) switch { 1 => OverlapModes.Chunked, 2 => OverlapModes.Prefetch, _ => OverlapModes.None };
            ParallelPlan plan = OverlapNames.With(point.Plan, overlap, null);
            closest = Math.Max(closest, Check(point with { Plan = plan }));
        }
        Assert.InRange(closest, 0.5, 1);
    }

    /// <summary>The bound over the time.</summary>
    private double Check(StepPoint point)
    {
        PlatformSpec machine = _machines.TryGetValue(point.Platform, out PlatformSpec? known) ? known : _machines[point.Platform] = PlatformPreset.Open(point.Platform);
        ModelSpec model = _models.TryGetValue(point.Model, out ModelSpec? read) ? read : _models[point.Model] = ModelLibrary.Open(point.Model);
        if (!_points.TryGetValue((point.Platform, point.Model), out DesignPoints? points)) _points[(point.Platform, point.Model)] = points = new DesignPoints(model, machine);
        StepTiming timing = points.TimingOf(point.Plan, point.Shape());
        var work = new LeastWork(StepGraph.Of(model, point.Shape()), point.Plan, new ExpertLoads(ExpertRouting.Uniform, DesignPoints.Seed));

        double least = new StepBound(machine).SecondsOf(point.Plan, work);
        SteadyPower? power = SteadyPower.Of(machine, model.Precision.Activations, followsHeat: false);

        Assert.True(least <= timing.Elapsed.Seconds, $"{point}: {least} s is no bound of {timing.Elapsed}.");
        if (power is not null) Assert.True(power.LeastOf(work).Joules <= ((power.During(timing, 1)!.Value.Power - power.Idle) * timing.Elapsed).Joules * (1 + 1e-9), $"{point}: energy");
        return least / timing.Elapsed.Seconds;
    }
}
