namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>A way to bring a collective about.</summary>
public interface ICollectiveAlgorithm
{
    /// <summary>Its name on the command line and in reports, such as "ring".</summary>
    string Name { get; }

    /// <summary>Whether it can fulfil a request.</summary>
    bool Supports(CollectiveRequest request);

    /// <summary>Makes the messages.</summary>
    /// <exception cref="ArgumentException">The request is not supported.</exception>
    CollectiveSchedule Build(CollectiveRequest request);
}
