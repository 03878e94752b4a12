using System.Runtime.ExceptionServices;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Routing;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>Searches a space: for each silicon all batches and plans, in groups of silicon that are searched side by side.</summary>
/// <remarks>What a group finds is known to the next one and not within it, so that neither result nor counts depend on threads.</remarks>
public sealed class Exploration
{
    /// <summary>Silicon searched side by side; a number of its own, so that nothing depends on threads.</summary>
    private const int Group = 8;

    private readonly DesignSpace _space;
    private readonly ExplorationOptions _options;
    private readonly ModelSpec _model;
    private readonly VerdictCounts _counts = new();
    private readonly DesignFront[] _fronts;
    private IReadOnlyList<IReadOnlyList<PlanPoint>> _points = [];

    private Exploration(DesignSpace space, ExplorationOptions options)
    {
        _space = space;
        _options = options;
        _model = ModelLibrary.Open(space.Model);
        _fronts = [.. space.Batches.Select(_ => new DesignFront())];
        long longest = (long)space.Tokens + (space.Stage == DesignStage.Decode ? 1 : 0);
        if (longest > _model.MaxPositions) throw new PresetException($"A sequence of {longest} tokens is longer than the {_model.MaxPositions} that {_model.Name} holds. Lower tokens.");
    }

    /// <summary>Searches a space.</summary>
    /// <exception cref="PresetException">The space asks for what cannot be; the message says where.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ExplorationResult Run(DesignSpace space, ExplorationOptions options) => new Exploration(space, options).Run();

    private ExplorationResult Run()
    {
        Silicon[] all = [.. _space.AllSilicon()];
        ParallelPlan[] plans = _space.PlansOf(_model, all[0].Open().Devices);
        _points = PointsOf(plans);
        long pointsOfOne = (long)plans.Length * _space.Batches.Count;
        foreach (Silicon silicon in all)
        {
            if (silicon.Exclusion is { } verdict) _counts.Add(verdict, pointsOfOne);
        }
        Silicon[] open = [.. all.Where(silicon => silicon.Exclusion is null)];
        for (int from = 0; from < open.Length; from += Group)
        {
            if (_counts.Timed >= _options.MostPoints || _options.IsOver())
            {
                _counts.Add(DesignVerdict.LeftOut, (open.Length - from) * pointsOfOne);
                break;
            }
            RunGroup(open[from..Math.Min(open.Length, from + Group)]);
            _options.Progress?.Invoke(Math.Min(open.Length, from + Group), open.Length, _counts.Timed);
        }
        return new ExplorationResult(_space, all.Length, plans.Length, _counts, _fronts);
    }

    /// <summary>[batches, plans] what every silicon is asked.</summary>
    private PlanPoint[][] PointsOf(ParallelPlan[] plans)
    {
        var loads = new ExpertLoads(ExpertRouting.Parse(_space.Routing), DesignPoints.Seed);
        var graphs = new Dictionary<int, StepGraph>();
        return [.. _space.Batches.Select(batch => plans.Select((plan, number) => PointOf(number, plan, new BatchShare(plan, batch))).ToArray())];

        PlanPoint PointOf(int number, ParallelPlan plan, BatchShare share)
        {
            if (!graphs.TryGetValue(share.Sequences, out StepGraph? graph)) graphs[share.Sequences] = graph = StepGraph.Of(_model, ShapeOf(share.Sequences));
            return new PlanPoint(number, plan, share, graph.Shape, new LeastWork(graph, plan, loads));
        }
    }

    private StepShape ShapeOf(int sequences)
    {
        var shape = new StepShape();
        SequenceSlice slice = _space.Stage == DesignStage.Decode ? new SequenceSlice(1, _space.Tokens, Samples: true) : new SequenceSlice(_space.Tokens, 0, Samples: true);
        for (int i = 0; i < sequences; i++) shape.Add(slice);
        return shape;
    }

    private void RunGroup(Silicon[] group)
    {
        var searches = new SiliconSearch[group.Length];
        var faults = new ExceptionDispatchInfo?[group.Length];
        Parallel.For(0, group.Length, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = _options.Cancellation }, i =>
        {
            try
            {
                searches[i] = new SiliconSearch(_space, group[i], _model, _fronts, _options.IsExhaustive);
                searches[i].Run(_points, _options.Cancellation);
            }
            catch (PresetException e)
            {
                faults[i] = ExceptionDispatchInfo.Capture(e);
            }
        });
        Array.Find(faults, fault => fault is not null)?.Throw();
        foreach (SiliconSearch search in searches)
        {
            _counts.Add(search.Counts);
            for (int i = 0; i < _fronts.Length; i++)
            {
                foreach (ExploredDesign design in search.Fronts[i].Designs.Where(d => d.Silicon == search.Silicon)) _fronts[i].Add(design);
            }
        }
    }
}
