using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>What a collective would take by one algorithm.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Schedule">Its messages.</param>
/// <param name="Predicted">The predicted time.</param>
public sealed record CollectiveChoice(ICollectiveAlgorithm Algorithm, CollectiveSchedule Schedule, Duration Predicted)
{
    /// <summary>All algorithms that can fulfil a request, the one of the shortest predicted time first; equal ones in library order.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="model">Predicts.</param>
    /// <param name="group">Who takes part, and who does the same beside them; by default rank r is device r.</param>
    public static IReadOnlyList<CollectiveChoice> Rank(CollectiveRequest request, ICostModel model, RankGroup? group = null) =>
        [.. CollectiveLibrary.For(request).Select(algorithm => Of(algorithm, request, model, group)).OrderBy(choice => choice.Predicted)];

    /// <summary>The prediction for one algorithm: messages of equal depth begin together, depth by depth.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="model">Predicts.</param>
    /// <param name="group">Who takes part, and who does the same beside them; by default rank r is device r.</param>
    public static CollectiveChoice Of(ICollectiveAlgorithm algorithm, CollectiveRequest request, ICostModel model, RankGroup? group = null)
    {
        RankGroup ranks = group ?? new RankGroup(request.Ranks);
        CollectiveSchedule schedule = algorithm.Build(request);
        IEnumerable<List<DeviceTransfer>> steps = StepsOf(schedule).Select(step => TransfersOf(step, ranks));
        return new CollectiveChoice(algorithm, schedule, steps.Aggregate(Duration.Zero, (sum, step) => sum + model.PredictTogether(step)));
    }

    /// <summary>Messages of equal depth, depth by depth.</summary>
    public static IReadOnlyList<List<CollectiveMessage>> StepsOf(CollectiveSchedule schedule)
    {
        var steps = new List<List<CollectiveMessage>>();
        int[] depths = new int[schedule.Messages.Count];
        for (int i = 0; i < depths.Length; i++)
        {
            CollectiveMessage message = schedule.Messages[i];
            foreach (int before in message.After) depths[i] = Math.Max(depths[i], depths[before] + 1);
            if (depths[i] == steps.Count) steps.Add([]);
            steps[depths[i]].Add(message);
        }
        return steps;
    }

    private static List<DeviceTransfer> TransfersOf(List<CollectiveMessage> step, RankGroup ranks)
    {
        var transfers = new List<DeviceTransfer>(step.Count * ranks.Groups);
        foreach (CollectiveMessage message in step)
        {
            for (int g = 0; g < ranks.Groups; g++) transfers.Add(new DeviceTransfer(ranks.DeviceOf(g, message.From), ranks.DeviceOf(g, message.To), message.Size));
        }
        return transfers;
    }
}
