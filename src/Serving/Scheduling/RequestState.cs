using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Disaggregation;

namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>What the scheduler knows of one request; plain numbers in a pooled array.</summary>
internal struct RequestState
{
    /// <summary>Order of arrival at this replica, never used twice; tells a request from the next one in its slot.</summary>
    public long Serial;

    /// <summary>Its place in the trace.</summary>
    public int Index;

    /// <summary>Prompt tokens.</summary>
    public int Prompt;

    /// <summary>Tokens to generate in all.</summary>
    public int Output;

    /// <summary>Tokens generated and returned.</summary>
    public int Generated;

    /// <summary>Tokens whose keys and values exist or are scheduled.</summary>
    public int Computed;

    /// <summary>Tokens that steps in flight will at most return; counted only by asynchronous scheduling.</summary>
    public int Placeholders;

    /// <summary>Draft tokens proposed for the next step.</summary>
    public int Drafts;

    /// <summary>KV blocks held.</summary>
    public int Blocks;

    /// <summary>Known tokens with which a further block is full, so that it can be shared.</summary>
    public int NextFullBlock;

    /// <summary>Steps in flight that contain the request.</summary>
    public int StepsInFlight;

    /// <summary>Steps that gave it tokens.</summary>
    public int TokenSteps;

    /// <summary>When it got its latest token.</summary>
    public SimTime LastToken;

    /// <summary>The longest gap between two steps that gave it tokens.</summary>
    public Duration LongestGap;

    /// <summary>Scheduling priority; smaller goes first.</summary>
    public int Priority;

    /// <summary>What this replica does of it.</summary>
    public RequestPart Part;

    /// <summary>Whether loading its KV has failed, so that it is not tried again.</summary>
    public bool LoadFailed;

    /// <summary>Tokens that will be there when what is under way has been loaded.</summary>
    public int LoadedTokens;

    /// <summary>Since when it waits for that.</summary>
    public SimTime LoadingSince;

    /// <summary>Full blocks of which the connector has been told.</summary>
    public int FilledBlocks;

    /// <summary>Where the request stands.</summary>
    public RequestStatus Status;

    /// <summary>Tokens known: the prompt and what was generated.</summary>
    public readonly int Known => Prompt + Generated;
}
