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
    /// <param name="request">What is asked for; rank r is device r.</param>
    /// <param name="model">Predicts.</param>
    public static IReadOnlyList<CollectiveChoice> Rank(CollectiveRequest request, ICostModel model) =>
        [.. CollectiveLibrary.For(request).Select(algorithm => Of(algorithm, request, model)).OrderBy(choice => choice.Predicted)];

    /// <summary>The prediction for one algorithm: messages of equal depth begin together, depth by depth.</summary>
    public static CollectiveChoice Of(ICollectiveAlgorithm algorithm, CollectiveRequest request, ICostModel model)
    {
        CollectiveSchedule schedule = algorithm.Build(request);
        var steps = new List<List<DeviceTransfer>>();
        int[] depths = new int[schedule.Messages.Count];
        for (int i = 0; i < depths.Length; i++)
        {
            CollectiveMessage message = schedule.Messages[i];
            foreach (int before in message.After) depths[i] = Math.Max(depths[i], depths[before] + 1);
            if (depths[i] == steps.Count) steps.Add([]);
            steps[depths[i]].Add(new DeviceTransfer(message.From, message.To, message.Size));
        }
        return new CollectiveChoice(algorithm, schedule, steps.Aggregate(Duration.Zero, (sum, step) => sum + model.PredictTogether(step)));
    }
}
